#include "processing/anpr/plate_track.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

namespace nightjar {

namespace {

constexpr std::size_t kRecent = 6;          // sightings a velocity is taken over
constexpr double kLongestForecast_s = 1.0;  // beyond that a straight line says nothing
constexpr double kLongestCurve_s = 0.25;    // nor a curve beyond that
constexpr std::size_t kEnoughForCurve = 5;  // sightings; fewer are too rough

double seconds(CaptureTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// The curve of `degree` 1 or 2 nearest to the values at the times, at time 0.
double extrapolated(const std::vector<double>& times, const std::vector<double>& values, int degree) {
  cv::Mat_<double> powers(static_cast<int>(times.size()), degree + 1);
  cv::Mat_<double> wanted(static_cast<int>(times.size()), 1);
  for (int i = 0; i < powers.rows; ++i) {
    const auto n = static_cast<std::size_t>(i);
    for (int power = 0; power <= degree; ++power) powers(i, power) = std::pow(times[n], power);
    wanted(i, 0) = values[n];
  }
  cv::Mat_<double> curve;
  return cv::solve(powers, wanted, curve, cv::DECOMP_SVD) ? curve(0, 0) : values.back();
}

double length(const cv::Point2f& a, const cv::Point2f& b) {
  return std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y));
}

}  // namespace

PlatePlace place_of(const PlateBox& box, CaptureTime at) {
  const auto& c = box.corners;
  const cv::Point2f middle = (c[0] + c[1] + c[2] + c[3]) / 4;
  return {at, cv::Point2d(static_cast<double>(middle.x), static_cast<double>(middle.y)),
          std::max(1.0, (length(c[0], c[1]) + length(c[3], c[2])) / 2),
          std::max(1.0, (length(c[0], c[3]) + length(c[1], c[2])) / 2)};
}

void PlateTrack::add(const PlatePlace& place, bool told) {
  if (!first_) first_ = place;
  if (told) last_told_ = place;
  if (told && !first_told_) first_told_ = place;
  ++count_;
  recent_.push_back(place);
  if (recent_.size() > kRecent) recent_.pop_front();
  if (!rest_) rest_ = place;
  const double off = std::hypot(place.centre.x - rest_->centre.x, place.centre.y - rest_->centre.y);
  if (off <= options_.still_heights * rest_->height_px) {
    away_since_.reset();
  } else if (!away_since_) {
    away_since_ = place.at;
  } else if (place.at - *away_since_ >= options_.left_after) {
    rest_ = place;
    away_since_.reset();
  }
}

PlatePlace PlateTrack::predicted(CaptureTime at) const {
  const PlatePlace& from = recent_.front();
  PlatePlace next = recent_.back();
  const double span = seconds(next.at - from.at);
  next.at = at;
  if (still_for() >= options_.standing_after) {  // whatever hides an end of it meanwhile
    next = *rest_;
    next.at = at;
    return next;
  }
  if (span <= 0) return next;
  const double ahead = std::clamp(seconds(at - recent_.back().at), 0.0, kLongestForecast_s);
  next.centre += (recent_.back().centre - from.centre) * (ahead / span);
  const double growth = std::clamp(std::log(recent_.back().width_px / from.width_px) / span, -2.0, 2.0);
  next.width_px *= std::exp(growth * ahead);
  next.height_px *= std::exp(growth * ahead);
  return next;
}

PlatePlace PlateTrack::expected(CaptureTime at) const {
  const double ahead = seconds(at - recent_.back().at);
  if (recent_.size() < 3 || ahead > kLongestCurve_s || still_for() >= options_.standing_after)
    return predicted(at);
  const int degree = recent_.size() >= kEnoughForCurve ? 2 : 1;
  std::vector<double> times, across, down, widths;
  for (const PlatePlace& place : recent_) {
    times.push_back(seconds(place.at - at));
    across.push_back(place.centre.x);
    down.push_back(place.centre.y);
    widths.push_back(std::log(place.width_px));
  }
  PlatePlace next = recent_.back();
  next.at = at;
  next.centre = {extrapolated(times, across, degree), extrapolated(times, down, degree)};
  const double growth = std::exp(extrapolated(times, widths, 1)) / next.width_px;
  next.width_px *= growth;
  next.height_px *= growth;
  return next;
}

Direction PlateTrack::direction() const {
  const bool never_moved = rest_->at == first_->at && still_for() >= options_.standing_after;
  if (count_ < 3 || never_moved) return Direction::unknown;
  const PlatePlace& end = recent_.back();
  if (first_told_) {
    for (const PlatePlace* until : {&*last_told_, &end}) {
      const Direction told = direction(*first_told_, *until);
      if (told != Direction::unknown) return told;
    }
  }
  return direction(*first_, end);
}

Direction PlateTrack::direction(const PlatePlace& start, const PlatePlace& end) const {
  const double growth = std::log(end.width_px / start.width_px);
  if (std::abs(growth) > std::log1p(options_.growth))
    return growth > 0 ? Direction::towards : Direction::away;
  const double fall = (end.centre.y - start.centre.y) / start.height_px;
  if (std::abs(fall) > options_.fall_heights) return fall > 0 ? Direction::towards : Direction::away;
  return Direction::unknown;
}

std::chrono::microseconds PlateTrack::still_for() const {
  return rest_ ? recent_.back().at - rest_->at : std::chrono::microseconds(0);
}

}  // namespace nightjar
