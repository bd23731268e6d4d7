#include "alerts/escalation.hpp"

#include <algorithm>

namespace nightjar {

using std::chrono::seconds;

std::vector<EscalationStep> usual_escalation() {
  return {{.up_to_priority = 20,
           .after = seconds(60),
           .every = seconds(60),
           .times = 5,
           .handling = {AlertHandling::alarm}},
          {.up_to_priority = 50,
           .after = seconds(180),
           .every = seconds(180),
           .times = 3,
           .handling = {AlertHandling::alarm}},
          {.up_to_priority = 100,
           .after = seconds(600),
           .every = seconds(600),
           .times = 1,
           .handling = {AlertHandling::alarm}}};
}

const EscalationStep* step_of(const std::vector<EscalationStep>& steps, const AlertEvent& event) {
  const auto step = std::find_if(steps.begin(), steps.end(), [&](const EscalationStep& one) {
    return event.priority <= one.up_to_priority;
  });
  if (step == steps.end() || step->times == 0) return nullptr;
  const bool handled =
      std::find(step->handling.begin(), step->handling.end(), event.handling) != step->handling.end();
  return handled ? &*step : nullptr;
}

}  // namespace nightjar
