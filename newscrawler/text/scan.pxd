from libc.stdint cimport uint64_t

cdef struct Place:
    uint64_t key
    void* value

cdef class Lookup:
    cdef list values
    cdef Place* places
    cdef int shift
    cdef Py_ssize_t filled

    cdef Place* room(self) except NULL
    cdef Place* find(self, uint64_t key) noexcept
    cdef put(self, uint64_t key, void* value)
    cpdef get(self, str word, default=*)

cdef class Weights:
    cdef Lookup numbers

    cpdef double total(self, tuple names)
