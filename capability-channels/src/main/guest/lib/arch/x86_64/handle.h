/* What keeps user code from the tables behind a handle is the protection key of their pages. */
#include "plain_handle.h"
