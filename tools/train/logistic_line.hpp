#pragma once

#include <vector>

namespace nightjar {

/// A probability's logit, and whether what it was given for came true.
struct LogitOutcome {
  double logit = 0;
  bool right = false;
};

/// logit of the better probability = slope * logit + offset.
struct LogisticLine {
  double slope = 1;
  double offset = 0;
};

[[nodiscard]] double logit_of(double probability);

/// The likeliest line for the outcomes: Newton's method, held near the plain one by as much as four outcomes.
[[nodiscard]] LogisticLine fitted_line(const std::vector<LogitOutcome>& outcomes);

}  // namespace nightjar
