// The plugin's entry and its list of operators.
#include <byom/bridge.hpp>
#include <byom/op.hpp>

BYOM_OP(erf);
BYOM_OP(erf_layer);
BYOM_OP(reduce_prod);
BYOM_OP(prod_layer);

BYOM_PLUGIN("com.acme.erf-and-reduce-prod", "1.0.0",
            {byom_op_erf(), byom_op_erf_layer(), byom_op_reduce_prod(), byom_op_prod_layer()})
