# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The names in a page's bytes; `survey` does without where this is not compiled. `names.pyi` has the signatures.

A name is a run of ASCII letters, digits, hyphens and low lines, in either case, wherever it stands. Each sets two
of 65,536 bits, and so does each with the name that its value begins with, `itemprop="image"`: who asks for what is
not there may hear that it is, never the reverse.
"""

cimport cython
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from cpython.unicode cimport PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR
from libc.stdint cimport uint8_t, uint64_t
from libc.string cimport memset, strncmp

cdef uint8_t CODES[256]
"""Number of each character of names, of those that mark something, from TAG on, and 0 of all others."""
cdef enum:
    TAG = 39
    VALUE = 41


def _fill():
    memset(CODES, 0, sizeof(CODES))
    for code, char in enumerate("abcdefghijklmnopqrstuvwxyz0123456789-_<&=", 1):
        CODES[<uint8_t> ord(char)] = CODES[<uint8_t> ord(char.upper())] = code


_fill()


@cython.final
cdef class Names:
    """The names of one page."""

    cdef uint8_t bits[1 << 13]
    cdef bint unsure
    cdef readonly Py_ssize_t tags, links, metas

    def __init__(self, bytes page not None):
        cdef const uint8_t* at = <const uint8_t*> PyBytes_AS_STRING(page)
        cdef const uint8_t* end = at + PyBytes_GET_SIZE(page)
        cdef const uint8_t* after = at
        cdef uint8_t code
        cdef bint valued
        cdef uint64_t last = 0, value
        memset(self.bits, 0, sizeof(self.bits))
        self.unsure = False
        while at < end:  # a zero byte is there
            code = CODES[at[0]]
            if not code:
                at += 1
            elif code < TAG:
                last = key_at(&at)
                after = at
                self.note(both(last))
            elif code == VALUE:
                valued = past_blanks(after) == at
                at, after = past_blanks(at + 1), end
                at += at[0] == b'"' or at[0] == b"'"
                if valued and named(at[0]):
                    value = key_at(&at)
                    after = at
                    self.note(both(value))
                    self.note(both(paired(last, value)))
                    last = value
            else:
                if code == TAG:
                    self.tags += 1
                    self.links += at[1] == b"a" and at[2] == b" "
                    self.metas += (at[1] | 32) == b"m" and (at[2] | 32) == b"e" and (at[3] | 32) == b"t"
                elif hides(<const char*> at):
                    self.unsure = True
                at += 1

    cdef inline void note(self, uint64_t key) noexcept:
        self.bits[key >> 19] |= 1 << (key >> 16 & 7)
        self.bits[key >> 3 & 0x1FFF] |= 1 << (key & 7)

    def fitting(self, tuple alternatives not None):
        cdef list found = []
        cdef uint64_t number
        for alternative in alternatives:
            for number in <tuple> (<tuple> alternative)[1]:
                if not self.may_have(number):
                    break
            else:
                found.append((<tuple> alternative)[0])
        return found

    cdef bint may_have(self, uint64_t key) noexcept:
        return self.unsure or (
            self.bits[key >> 19] & 1 << (key >> 16 & 7) and self.bits[key >> 3 & 0x1FFF] & 1 << (key & 7)
        )


def number(str name not None, str value=None):
    return both(key_of(name) if value is None else paired(key_of(name), key_of(value)))


cdef uint64_t key_of(str name):
    cdef uint64_t key = 0
    cdef Py_ssize_t i
    for i in range(PyUnicode_GET_LENGTH(name)):
        key = ((key << 6) | (key >> 58)) ^ CODES[<uint8_t> PyUnicode_READ_CHAR(name, i)]
    return key


cdef inline uint64_t paired(uint64_t attribute, uint64_t value) noexcept:
    return ((attribute << 23) | (attribute >> 41)) * 0xD6E8FEB86659FD93ULL ^ value


cdef inline bint named(uint8_t char) noexcept:
    return 0 < CODES[char] < TAG


cdef inline uint64_t key_at(const uint8_t** at) noexcept:
    """The key of the name that begins here; leaves `at` behind it."""
    cdef uint64_t key = 0
    while named(at[0][0]):
        key = ((key << 6) | (key >> 58)) ^ CODES[at[0][0]]
        at[0] += 1
    return key


cdef inline const uint8_t* past_blanks(const uint8_t* at) noexcept:
    while at[0] in b" \t\n\r\f":
        at += 1
    return at


cdef inline uint64_t both(uint64_t key) noexcept:
    """The numbers of a name's two bits, 16 bits each."""
    return (key * 0x9E3779B97F4A7C15ULL) >> 32


cdef bint hides(const char* at) noexcept:
    """Whether a character reference stands for a part of a name, or may run into one. A zero byte ends the text."""
    cdef int base = 10
    cdef unsigned int number = 0, digit
    if at[1] != b"#":
        return not (strncmp(at, b"&lowbar;", 8) and strncmp(at, b"&UnderBar;", 10) and strncmp(at, b"&fjlig;", 7))
    at += 2
    if at[0] in b"xX":
        base = 16
        at += 1
    while named(<uint8_t> at[0]) and number < 128:
        digit = CODES[<uint8_t> at[0]]
        digit = digit + 9 if digit <= 26 else digit - 27 if digit <= 36 else base
        if digit >= <unsigned int> base:
            return True
        number = number * base + digit
        at += 1
    if number >= 128:
        while named(<uint8_t> at[0]):
            at += 1
        return at[0] != b";"
    return at[0] != b";" or named(<uint8_t> number)
