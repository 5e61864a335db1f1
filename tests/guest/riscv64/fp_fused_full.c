/* The fp_fused program without compressed instructions.
 * FLAGS: -march=rv64g */
#include "../fp_fused.c"
