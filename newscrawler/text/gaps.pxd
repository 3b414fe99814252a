cimport cython

cdef class Segment:
    cdef readonly int known, left, right, left_lean, right_lean, left_joined, right_joined

cdef int _FEW, _STEM, _OFTEN, _RADIX, _PARTS

cpdef list stem_of_inflection(str word)
cpdef list stems(str word)
cpdef tuple deleted_left(str left, Segment it)
cpdef tuple deleted_right(str right, Segment it)
@cython.locals(n=int, m=int)
cpdef tuple deleted_cross(Segment a, Segment b, tuple lengths, int whole, int listed)
cpdef tuple deleted_edge(str left, str right)
@cython.locals(short=int)
cpdef tuple deleted_kinds(str left, str right, Segment a, Segment b)
cpdef tuple rival_of(str left, str right)
@cython.locals(kind=int)
cpdef tuple heh_rivals(str left, str right)
cpdef tuple spaced_left(str left, Segment it)
cpdef tuple spaced_right(str right, Segment it)
@cython.locals(n=int, m=int)
cpdef tuple spaced_cross(Segment a, Segment b, tuple lengths, int whole, int listed)
cpdef tuple spaced_edge(str left, str right, Segment a, Segment b)
