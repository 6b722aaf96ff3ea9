/* The forms name a class that Keras does not have. */
#define FORM .kind = BYOM_FORM_LAYER, .module = TEXT("keras.layers"), .class_name = TEXT("Scaling")
#include "scale.h"
