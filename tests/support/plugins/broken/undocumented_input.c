/* The input's documentation is empty. */
#define INPUT_DOC ""
#include "scale.h"
