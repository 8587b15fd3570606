/* What keeps user code from the tables behind a handle is that no capability of its own reaches them. */
#include "plain_handle.h"
