// Conversion of every element type to every other one.
#pragma once

#include <byom/op.hpp>

namespace byom {

// The types between which elements are converted, and that Keras has.
inline constexpr const char* convertible =
    "float,double,float16,bfloat16,int8,int16,int32,int64,uint8,uint16,uint32,uint64,bool";

// Whether `dtype` is one of them.
bool is_convertible(std::int32_t dtype);

// The descriptor of x in another type; integers known beforehand stay known.
Result<Descs> cast_desc(const Desc& x, std::int32_t to);

// Output 0 is input 0, converted. Floats are rounded to nearest even, fractions cut; what does not fit an
// integer wraps as in two's complement, NaN gives 0, and every number but 0 is true.
Result<Done> cast_elements(Io& io);

}  // namespace byom
