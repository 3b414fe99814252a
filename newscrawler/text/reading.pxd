cimport cython
from newscrawler.text.evidence cimport sort_of
from newscrawler.text.gaps cimport stems
from newscrawler.text.model cimport Memory, Model
from newscrawler.text.scan cimport Lookup

cdef class Reader:
    cdef readonly Model judge
    cdef readonly Memory split, edges, tokens
    cdef object quiet
    cdef Lookup known, deleted, loose, follow, lead

    cpdef _read(self, str token)
    cdef _read_run(self, str token)
    cdef _read_runs(self, str token)
    cdef _reading(self, list inner, str first, str last)
    cdef bint _follows(self, str word)
    cdef _read_between(self, str token, str word)
    cdef bint _settled(self, str token)
    cdef _read_word(self, str token, str spelled, int level)
    cdef _spelled(self, str run, Py_ssize_t start, list inner)
    cpdef _edges(self, str token)
    @cython.locals(start=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t, stop=Py_ssize_t, after=Py_ssize_t, length=Py_ssize_t)
    cpdef list candidates(self, str text)
    @cython.locals(level=int)
    cdef _join(self, str left, str right, Py_ssize_t at, list repairs)
    cpdef list words_to_look_at(self, str text)
    cdef list _loud_lines(self, str text)

cdef str _token_before(str text, Py_ssize_t end)
cdef str _token_after(str text, Py_ssize_t start)
