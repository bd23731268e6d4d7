#include "tools/train/logistic_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar {

double logit_of(double probability) {
  const double inside = std::clamp(probability, 1e-9, 1 - 1e-9);
  return std::log(inside / (1 - inside));
}

LogisticLine fitted_line(const std::vector<LogitOutcome>& outcomes) {
  constexpr double kHold = 1;  // curvature of the prior around slope 1 and offset 0
  LogisticLine line;
  for (int round = 0; round < 25; ++round) {
    std::array<double, 2> gradient{kHold * (1 - line.slope), -kHold * line.offset};
    std::array<double, 3> curvature{kHold, 0, kHold};
    for (const LogitOutcome& outcome : outcomes) {
      const double expected = 1 / (1 + std::exp(-(line.slope * outcome.logit + line.offset)));
      const double error = (outcome.right ? 1 : 0) - expected;
      const double weight = expected * (1 - expected);
      gradient[0] += error * outcome.logit;
      gradient[1] += error;
      curvature[0] += weight * outcome.logit * outcome.logit;
      curvature[1] += weight * outcome.logit;
      curvature[2] += weight;
    }
    const double determinant = curvature[0] * curvature[2] - curvature[1] * curvature[1];
    line.slope += (curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant;
    line.offset += (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant;
  }
  return line;
}

}  // namespace nightjar
