#include "alerts/machine_clock.hpp"

#include <sys/timex.h>

namespace nightjar {

bool clock_is_synchronised() {
  timex state{};
  return ntp_adjtime(&state) != TIME_ERROR;
}

}  // namespace nightjar
