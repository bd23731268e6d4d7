#include "processing/thermal/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nightjar {

double Evidence::of_first_spot(double contrast, bool squeezed) const {
  return log_odds_of(options_.prior) + of_contrast(contrast, squeezed);
}

double Evidence::of_hit(double innovation2, double determinant, double clutter_density) const {
  const double density = std::exp(-innovation2 / 2) / (2 * std::numbers::pi * std::sqrt(determinant));
  return std::log(options_.seen_in_view * density /
                  (clutter_density + options_.clutter_seen_again * density + 1e-300));
}

double Evidence::of_contrast(double contrast, bool squeezed) const {
  const double excess = std::max(0.0, contrast - threshold_);
  const double clutter = std::exp(-excess / options_.clutter_excess) / options_.clutter_excess;
  const double body = 1 / (std::max(contrast, threshold_) * std::log(options_.max_excess_ratio));
  return std::clamp(std::log(body / (clutter + 1e-300)), squeezed ? 0 : options_.min_contrast_evidence,
                    options_.max_contrast_evidence);
}

double Evidence::of_miss() const {
  return std::log((1 - options_.seen_in_view) / (1 - options_.clutter_seen_again));
}

double Evidence::of_likeness(double contrast, double mean_contrast, double newest_contrast) const {
  const auto off = [contrast](double other) {
    return std::abs(std::log(std::max(contrast, 1.0) / std::max(other, 1.0)));
  };
  const double sigmas = std::min(off(mean_contrast), off(newest_contrast)) / options_.contrast_varies;
  return -std::min(options_.most_unlike, sigmas * sigmas / 2);
}

double Evidence::of_length(double length, double known_length) const {
  const double longest = options_.longer_by * std::max(options_.longer_than, known_length);
  const double sigmas = std::log(std::max(1.0, length / longest)) / options_.length_varies;
  return -std::min(options_.most_longer, sigmas * sigmas / 2);
}

double Evidence::weight(std::chrono::duration<double> since_last) const {
  return 1 - std::exp(-since_last.count() / options_.independent_after_s);
}

double probability_of(double log_odds) {
  return 1 / (1 + std::exp(-log_odds));
}

double log_odds_of(double probability) {
  return std::log(probability / (1 - probability));
}

}  // namespace nightjar
