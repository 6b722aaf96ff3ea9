/* The Python class computes something else than the kernel. */
#define PYTHON_CALL "        return inputs * self.factor + 1\n"
#include "scale.h"
