#pragma once

#include <chrono>
#include <vector>

#include "alerts/alert.hpp"

namespace nightjar {

/// How alerts of some priorities are told again while nobody takes them on.
struct EscalationStep {
  int up_to_priority = 100;  ///< from where the step before ends; 0 is the highest
  std::chrono::seconds after{180};
  std::chrono::seconds every{180};  ///< from one time to the next
  int times = 3;                    ///< 0: never
  std::vector<AlertHandling> handling{AlertHandling::alarm};
};

/// What a site gets that writes none. A vehicle at 27 m/s (60 mph) is 1.6 km farther after 60 s and 4.8 km
/// after 180 s: what is most urgent comes again while a car in the next parish can still meet it. Each ends:
/// whom five tellings have not reached, a sixth does not, and it must not drown what is new.
[[nodiscard]] std::vector<EscalationStep> usual_escalation();

/// The step that an alert falls under; null: it is not told again.
[[nodiscard]] const EscalationStep* step_of(const std::vector<EscalationStep>& steps,
                                            const AlertEvent& event);

}  // namespace nightjar
