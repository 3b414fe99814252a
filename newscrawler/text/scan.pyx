# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Loops over characters; where this is not compiled, their users ask regular expressions instead.

`scan.pyi` has the signatures. A text is read once, a character's kind (a byte, see `kinds.KINDS`) is looked up
in a table, and nothing is copied but the words that are given back.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy

cdef extern from "Python.h":
    str PyUnicode_Substring(str, Py_ssize_t, Py_ssize_t)
    str PyUnicode_FromKindAndData(int, const void*, Py_ssize_t)
    void prefetch "__builtin_prefetch"(void*) noexcept

cdef enum:
    AT_ONCE = 64
    KIND = 31
    FAULTY = 31
    PIECE = 32
    SIGN = 64
    BLANK = 128
    SIZE = 18
    LETTERS = 0x2070
    OTHERWISE = 0xFFFF

cdef uint64_t SEED = 0x51_7C_C1_B7_27_22_0A_95


cdef class Kinds:
    """What each character is, and what may follow it: a state machine whose states are the kinds."""

    cdef uint8_t kinds[1 << 16]
    cdef uint8_t steps[32 * 32]

    def __init__(self, bytes kinds, bytes steps):
        if len(kinds) != sizeof(self.kinds) or len(steps) != sizeof(self.steps):
            raise ValueError("a byte for each of 65,536 characters, and one for each pair of 32 kinds")
        memcpy(self.kinds, <const char*> kinds, sizeof(self.kinds))
        memcpy(self.steps, <const char*> steps, sizeof(self.steps))

    def words(self):
        return Words(self)

    def faultless(self, str text not None):
        cdef Py_ssize_t i
        cdef uint64_t code
        cdef unsigned int state = 0, kind
        cdef void* data = PyUnicode_DATA(text)
        cdef int width = PyUnicode_KIND(text)
        for i in range(PyUnicode_GET_LENGTH(text)):
            code = PyUnicode_READ(width, data, i)
            kind = self.kinds[code] & KIND if code < 0x10000 else 0
            state = self.steps[state << 5 | kind]
            if state == FAULTY:
                return False
        return self.steps[state << 5] != FAULTY


cdef struct Token:
    Py_ssize_t start, end
    uint64_t key
    uint8_t seen


cdef class Words:
    """A set of words, by a hash of 64 bits: two words taken for one are a matter of 10**-13.

    What costs is waiting for memory, so that many are looked up at once.
    """

    cdef Kinds kinds
    cdef uint64_t* slots
    cdef uint64_t* first
    cdef Py_ssize_t learnt, added

    def __cinit__(self, Kinds kinds not None):
        self.kinds = kinds
        self.slots = <uint64_t*> calloc(1 << SIZE, sizeof(uint64_t))
        self.first = <uint64_t*> calloc(1 << SIZE, sizeof(uint64_t))
        if self.slots is NULL or self.first is NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.slots)
        free(self.first)

    cdef inline bint has(self, uint64_t key) noexcept:
        cdef uint64_t at = key >> (64 - SIZE)
        while self.slots[at]:
            if self.slots[at] == key:
                return True
            at = (at + 1) & ((1 << SIZE) - 1)
        return False

    cdef void put(self, uint64_t key) noexcept:
        cdef uint64_t at = key >> (64 - SIZE)
        while self.slots[at] and self.slots[at] != key:
            at = (at + 1) & ((1 << SIZE) - 1)
        self.slots[at] = key

    def learn(self, Lookup words not None, *loud):
        cdef uint64_t i
        for i in range(<uint64_t> 1 << (64 - words.shift)):
            self.keep(words.places[i].key, loud)
        memcpy(self.first, self.slots, sizeof(uint64_t) << SIZE)

    def learn_values(self, Lookup words not None, *loud):
        cdef uint64_t i
        for i in range(<uint64_t> 1 << (64 - words.shift)):
            if words.places[i].key:
                self.keep(key_of(<str> words.places[i].value), loud)
        memcpy(self.first, self.slots, sizeof(uint64_t) << SIZE)

    cdef keep(self, uint64_t key, tuple loud):
        if not key or self.has(key):
            return
        for words in loud:
            if (<Lookup> words).find(key).key:
                return
        self.learnt += 1
        if self.learnt > 5 << (SIZE - 3):
            raise ValueError("too many words: make SIZE larger")
        self.put(key)

    def add(self, str word not None):
        self.added += 1
        if self.added > 1 << (SIZE - 3):
            memcpy(self.slots, self.first, sizeof(uint64_t) << SIZE)
            self.added = 1
        self.put(key_of(word))

    def others(self, str text not None):
        cdef Token tokens[AT_ONCE]
        cdef Token* token = tokens
        cdef Py_ssize_t i, end = PyUnicode_GET_LENGTH(text)
        cdef uint64_t code, key = SEED
        cdef uint8_t kind, seen = 0
        cdef uint8_t* kinds = self.kinds.kinds
        cdef void* data = PyUnicode_DATA(text)
        cdef int width = PyUnicode_KIND(text)
        cdef list found = []
        token.start = 0
        for i in range(end):
            code = PyUnicode_READ(width, data, i)
            kind = kinds[code] if code < 0x10000 else 0
            if not kind & BLANK:
                seen |= kind
                if not kind & SIGN:
                    key = mixed(key, code)
                continue
            token.end, token.key, token.seen = i, key or 1, seen
            prefetch(&self.slots[token.key >> (64 - SIZE)])
            token += 1
            if token == tokens + AT_ONCE:
                self.unknown(text, tokens, token, found)
                token = tokens
            token.start, key, seen = i + 1, SEED, 0
        token.end, token.key, token.seen = end, key or 1, seen
        self.unknown(text, tokens, token + 1, found)
        return found

    cdef unknown(self, str text, Token* token, Token* last, list found):
        while token < last:
            if token.seen & PIECE and not self.has(token.key):
                word = PyUnicode_Substring(text, token.start, token.end)
                found.append((token.start, token.end, word, self.bare(word) if token.seen & SIGN else word))
            token += 1

    cdef str bare(self, str token):
        return "".join([c for c in token if not self.kinds.kinds[min(ord(c), 0xFFFF)] & SIGN])


cdef class Lookup:
    """See `lookup.py`: words by a hash, as above. It waits for memory once where a dictionary waits three times."""

    def __cinit__(self):
        self.shift, self.filled, self.values = 54, 0, []
        self.places = self.room()

    def __dealloc__(self):
        free(self.places)

    cdef Place* room(self) except NULL:
        cdef Place* room = <Place*> calloc(<size_t> 1 << (64 - self.shift), sizeof(Place))
        if room is NULL:
            raise MemoryError
        return room

    cdef Place* find(self, uint64_t key) noexcept:
        cdef uint64_t at = key >> self.shift
        while self.places[at].key and self.places[at].key != key:
            at = (at + 1) & ((<uint64_t> 1 << (64 - self.shift)) - 1)
        return &self.places[at]

    cdef put(self, uint64_t key, void* value):
        cdef Place* old = self.places
        cdef Place* place
        cdef Py_ssize_t i, size = <Py_ssize_t> 1 << (64 - self.shift)
        if 2 * self.filled >= size:
            self.shift -= 1
            self.places = self.room()
            for i in range(size):
                if old[i].key:
                    self.find(old[i].key)[0] = old[i]
            free(old)
        place = self.find(key)
        self.filled += place.key == 0
        place.key, place.value = key, value

    def fill(self, str words not None, value):
        cdef Keys keys = Keys(words)
        self.values.append(value)
        while keys.next():
            self.put(keys.key, <void*> value)

    def match(self, str words not None, list values not None):
        cdef Keys keys = Keys(words)
        self.values.append(values)
        for value in values:
            keys.next()
            self.put(keys.key, <void*> value)

    cpdef get(self, str word, default=None):
        cdef Place* place = self.find(key_of(word))
        return <object> place.value if place.key else default

    def __getitem__(self, str word not None):
        cdef Place* place = self.find(key_of(word))
        if not place.key:
            raise KeyError(word)
        return <object> place.value

    def __contains__(self, str word):
        return self.find(key_of(word)).key != 0


cdef class Weights:
    """See `lookup.py`."""

    def __cinit__(self):
        self.numbers = Lookup()

    def fill(self, str names not None, double weight):
        cdef Keys keys = Keys(names)
        cdef void* bits
        memcpy(&bits, &weight, sizeof(bits))
        while keys.next():
            self.numbers.put(keys.key, bits)

    cpdef double total(self, tuple names):
        cdef Place* place
        cdef double weight, total = 0.0
        for name in names:
            place = self.numbers.find(key_of(name))
            memcpy(&weight, &place.value, sizeof(weight))  # no place: all bits are 0
            total += weight
        return total


cdef class Letters:
    """A table of what each character below 0x2070 becomes: a letter, nothing, or what only `otherwise` can tell."""

    cdef uint16_t table[LETTERS]
    cdef object otherwise

    def __init__(self, bytes table not None, otherwise):
        if len(table) != sizeof(self.table):
            raise ValueError("two bytes for each of 8,304 characters")
        memcpy(self.table, <const char*> table, sizeof(self.table))
        self.otherwise = otherwise

    def folded(self, str text not None):
        cdef Py_ssize_t i, length = PyUnicode_GET_LENGTH(text), n = 0
        cdef uint64_t code
        cdef uint16_t letter
        cdef uint16_t few[512]
        cdef uint16_t* out = few
        cdef void* data = PyUnicode_DATA(text)
        cdef int width = PyUnicode_KIND(text)
        if length > 512:
            out = <uint16_t*> malloc(length * sizeof(uint16_t))
            if out is NULL:
                raise MemoryError
        try:
            for i in range(length):
                code = PyUnicode_READ(width, data, i)
                letter = self.table[code] if code < LETTERS else OTHERWISE
                if letter == OTHERWISE:
                    return self.otherwise(text)
                out[n] = letter
                n += letter != 0
            return PyUnicode_FromKindAndData(2, out, n)
        finally:
            if out != few:
                free(out)


cdef class Keys:
    """The keys of words parted by spaces, one after the other."""

    cdef str words
    cdef uint64_t key
    cdef Py_ssize_t at

    def __cinit__(self, str words not None):
        self.words = words

    cdef bint next(self) noexcept:
        cdef Py_ssize_t end = PyUnicode_GET_LENGTH(self.words)
        cdef void* data = PyUnicode_DATA(self.words)
        cdef int width = PyUnicode_KIND(self.words)
        cdef uint64_t code, key = SEED
        if self.at >= end:
            return False
        while self.at < end:
            code = PyUnicode_READ(width, data, self.at)
            self.at += 1
            if code == b" ":
                break
            key = mixed(key, code)
        self.key = key or 1
        return True


cdef uint64_t key_of(str word):
    cdef Py_ssize_t i
    cdef uint64_t key = SEED
    for i in range(PyUnicode_GET_LENGTH(word)):
        key = mixed(key, PyUnicode_READ(PyUnicode_KIND(word), PyUnicode_DATA(word), i))
    return key or 1


cdef inline uint64_t mixed(uint64_t key, uint64_t code) noexcept:
    return (((key << 5) | (key >> 59)) ^ code) * 0x9E3779B97F4A7C15ULL
