cimport cython
from newscrawler.text.gaps cimport (
    Segment, deleted_cross, deleted_edge, deleted_kinds, deleted_left, deleted_right, heh_rivals, spaced_cross,
    spaced_edge, spaced_left, spaced_right, stem_of_inflection, stems,
)
from newscrawler.text.scan cimport Lookup, Weights

from newscrawler.text.trees cimport Trees, gap_numbers

cdef class Memory(dict):
    cdef object ask
    cdef Py_ssize_t learnt

cpdef int level_of(double log_odds)

cdef class Model:
    cdef readonly object data
    cdef Trees trees
    cdef readonly Memory split, pair
    cdef Memory segment, deleted_left, deleted_right, spaced_left, spaced_right, edge
    cdef object deleted_cross, spaced_cross
    cdef Lookup known, deleted, levels, pairs, openers, closers, strong, rights, lefts, loners
    cdef Weights weights

    cpdef double _deleted_left(self, str left)
    cpdef double _deleted_right(self, str right)
    cpdef double _deleted_cross(self, Segment a, Segment b, tuple lengths, int whole, int listed)
    cpdef double _edge(self, str letters)
    cpdef double _spaced_left(self, str left)
    cpdef double _spaced_right(self, str right)
    cpdef double _spaced_cross(self, Segment a, Segment b, tuple lengths, int whole)
    @cython.locals(total=double)
    cdef double _sum(self, tuple features)
    @cython.locals(it=Segment, other=Segment)
    cpdef Segment _segment(self, str text)
    @cython.locals(total=double)
    cpdef double deleted_log_odds(self, str left, str right, int whole, int listed)
    @cython.locals(total=double, a=Segment, b=Segment)
    cdef double _deleted_both(self, str left, str right, int whole, int listed)
    @cython.locals(total=double, a=Segment, b=Segment)
    cpdef double spaced_log_odds(self, str left, str right)
    @cython.locals(at=Py_ssize_t, left=str, right=str, odds=double, fits=bint)
    cdef list _hopeful(self, str word)
    cdef double _second_look(self, str word, Py_ssize_t at, int whole, int listed)
    cdef int _whole(self, str word)
    cdef tuple _ezafe(self, str word)
    @cython.locals(n=Py_ssize_t, odds=double)
    cdef tuple _inflected(self, str word)
    @cython.locals(best=double, at=Py_ssize_t, i=Py_ssize_t, whole=int, odds=double, second=double)
    cdef tuple _guess(self, str word)
    cpdef tuple _split(self, str word)
    @cython.locals(level=int)
    cpdef int level_between(self, str left, str right)
    cdef bint _joins(self, str left, str right)
    @cython.locals(level=int)
    cpdef int _guess_pair(self, str pair)
