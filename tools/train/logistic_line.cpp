#include "tools/train/logistic_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar {

namespace {

constexpr double kHold = 1;  // curvature of the prior around slope 1 and offset 0

double log_likelihood(const std::vector<LogitOutcome>& outcomes, const LogisticLine& line) {
  double sum = -kHold / 2 * ((1 - line.slope) * (1 - line.slope) + line.offset * line.offset);
  for (const LogitOutcome& outcome : outcomes) {
    const double logit = line.slope * outcome.logit + line.offset;
    const double against = outcome.right ? -logit : logit;
    sum -= against > 0 ? against + std::log1p(std::exp(-against)) : std::log1p(std::exp(against));
  }
  return sum;
}

/// By how much Newton's method moves slope and offset.
LogisticLine newton_step(const std::vector<LogitOutcome>& outcomes, const LogisticLine& line) {
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
  return {(curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant,
          (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant};
}

}  // namespace

double logit_of(double probability) {
  const double inside = std::clamp(probability, 1e-9, 1 - 1e-9);
  return std::log(inside / (1 - inside));
}

LogisticLine fitted_line(const std::vector<LogitOutcome>& outcomes) {
  LogisticLine line;
  double best = log_likelihood(outcomes, line);
  for (int round = 0; round < 25; ++round) {
    LogisticLine by = newton_step(outcomes, line);
    // A whole step may overshoot where the first line is far off.
    for (int halvings = 0; halvings < 30; ++halvings) {
      const LogisticLine next{line.slope + by.slope, line.offset + by.offset};
      const double likelihood = log_likelihood(outcomes, next);
      if (likelihood > best) {
        best = likelihood;
        line = next;
        break;
      }
      by.slope /= 2;
      by.offset /= 2;
    }
  }
  return line;
}

}  // namespace nightjar
