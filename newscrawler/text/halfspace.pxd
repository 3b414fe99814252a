cimport cython
from newscrawler.text.evidence cimport is_spaced, surest

cdef tuple _pass(str text)
cdef list _confirmed(list repairs, str text)
@cython.locals(start=Py_ssize_t, end=Py_ssize_t, done=Py_ssize_t)
cdef str _apply(str text, list repairs)
