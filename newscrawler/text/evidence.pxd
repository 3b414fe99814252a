cimport cython

cdef int _ADDED, _KIND

cpdef int sort_of(int kind, int level, int added)
cpdef bint is_spaced(int sort)
cpdef int surest(int sort)

@cython.locals(sort=int, n=int, i=int, score=double, total=double, share=double, q=double, top=double, bar=double)
cdef list _better(int kept, dict left)
