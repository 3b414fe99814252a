cimport cython
from newscrawler.text.gaps cimport Segment

cpdef tuple gap_numbers(str left, str right, Segment a, Segment b, tuple around)

cdef class Trees:
    cdef short[::1] asked
    cdef int[::1] lead, numbers
    cdef double[::1] values

    @cython.locals(i=Py_ssize_t, number=int, at=Py_ssize_t, total=double, ask=int)
    cpdef double log_odds(self, tuple numbers)
