#include "processing/anpr/vehicle_passes.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace nightjar {

namespace {

constexpr double kLeastOverlap = 0.2;   // intersection over union with where it was expected: the same thing
constexpr double kTowardsGrowth = 1.3;  // of the size from begin to end, for a direction
constexpr double kLongestForecast_s = 0.4;

double seconds(CaptureTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double size_of(const cv::Rect& box) {
  return std::sqrt(static_cast<double>(box.width) * box.height);
}

cv::Point2d middle_of(const cv::Rect& box) {
  return {box.x + box.width / 2.0, box.y + box.height / 2.0};
}

double overlap(const cv::Rect2d& a, const cv::Rect2d& b) {
  const double shared = (a & b).area();
  return shared / (a.area() + b.area() - shared);
}

cv::Rect grown(const cv::Rect& box, double share) {
  const int across = static_cast<int>(share * box.width);
  const int down = static_cast<int>(share * box.height);
  return {box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down};
}

/// Way between two boxes and change of size, in their own mean size.
double step(const cv::Rect& a, const cv::Rect& b) {
  const double mean = (std::max(a.width, a.height) + std::max(b.width, b.height)) / 2.0;
  const cv::Point2d way = middle_of(b) - middle_of(a);
  return std::hypot(way.x, way.y) / mean + std::abs(std::log(size_of(b) / size_of(a)));
}

}  // namespace

void VehiclePasses::see(Track& track, const PlateFrame& frame, const cv::Rect& thing) const {
  const double passed = seconds(frame.captured_at - track.seen.last_seen);
  const int edge_x = static_cast<int>(options_.edge * picture_.width);
  const int edge_y = static_cast<int>(options_.edge * picture_.height);
  const bool at_edge = thing.x <= edge_x || thing.y <= edge_y || thing.br().x >= picture_.width - edge_x ||
                       thing.br().y >= picture_.height - edge_y;
  const bool leaving = at_edge && thing.area() < track.seen.box.area();  // its box shrinks, not the vehicle
  track.at_edge = track.at_edge || at_edge;
  if (track.sightings > 0) {
    if (!leaving) track.way += step(track.last, thing);
    if (const double away = step(track.first, thing); !leaving && away > track.farthest) {
      track.farthest = away;
      track.way_to_farthest = track.way;
      track.farthest_at = frame.captured_at;
    }
    if (passed > 0) {
      const cv::Point2d now = (middle_of(thing) - middle_of(track.last)) * (1 / passed);
      track.velocity_px_s = track.sightings == 1 ? now : 0.6 * track.velocity_px_s + 0.4 * now;
    }
  } else {
    track.first = thing;
    track.seen.first_seen = frame.captured_at;
  }
  ++track.sightings;
  track.last = thing;
  track.seen.last_seen = frame.captured_at;
  if (thing.area() > track.seen.box.area()) {
    track.seen.box = thing;
    track.seen.best_sequence = frame.sequence;
    track.seen.best_captured_at = frame.captured_at;
  }
}

std::optional<VehicleWithoutPlate> VehiclePasses::judged(const Track& track) const {
  const cv::Rect& largest = track.seen.box;
  const double share = static_cast<double>(largest.area()) / picture_.area();
  if (track.plate || !track.at_edge || track.sightings < options_.least_sightings) return std::nullopt;
  if (share < options_.least_area || largest.width < options_.least_width * picture_.width)
    return std::nullopt;
  const double way = track.farthest;
  const double speed = way / std::max(0.04, seconds(track.farthest_at - track.seen.first_seen));
  const bool upright = largest.width < options_.least_aspect * largest.height;
  if (way < options_.least_way || way < options_.least_straight * track.way_to_farthest ||
      track.way > options_.most_detour * way)
    return std::nullopt;
  if (speed < (upright ? options_.motorcycle_speed : options_.least_speed)) return std::nullopt;
  VehicleWithoutPlate vehicle = track.seen;
  const double grown_by = size_of(largest) / size_of(track.first);
  const double shrunk_by = size_of(largest) / size_of(track.last);
  if (std::max(grown_by, shrunk_by) > kTowardsGrowth)
    vehicle.direction = grown_by > shrunk_by ? Direction::towards : Direction::away;
  return vehicle;
}

std::vector<VehicleWithoutPlate> VehiclePasses::finish() {
  std::vector<VehicleWithoutPlate> over;
  for (const Track& track : tracks_)
    if (auto vehicle = judged(track)) over.push_back(*vehicle);
  tracks_.clear();
  last_frame_.reset();
  return over;
}

std::vector<VehicleWithoutPlate> VehiclePasses::update(const PlateFrame& frame,
                                                       const std::vector<cv::Rect>& things,
                                                       const std::vector<ExpectedPlate>& plates) {
  std::vector<VehicleWithoutPlate> over;
  if (last_frame_ && (frame.captured_at < *last_frame_ || frame.picture != picture_)) over = finish();
  last_frame_ = frame.captured_at;
  picture_ = frame.picture;
  std::erase_if(tracks_, [&](const Track& track) {
    if (frame.captured_at - track.seen.last_seen <= options_.gone_after) return false;
    if (auto vehicle = judged(track)) over.push_back(*vehicle);
    return true;
  });

  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;  // less overlap, thing, track
  for (std::size_t i = 0; i < tracks_.size(); ++i) {
    const double ahead = std::min(kLongestForecast_s, seconds(frame.captured_at - tracks_[i].seen.last_seen));
    const cv::Rect2d there = cv::Rect2d(tracks_[i].last) + tracks_[i].velocity_px_s * ahead;
    for (std::size_t j = 0; j < things.size(); ++j) {
      const double shared = overlap(there, cv::Rect2d(things[j]));
      if (shared >= kLeastOverlap) pairs.emplace_back(-shared, j, i);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<bool> placed(things.size(), false);
  std::vector<bool> seen(tracks_.size(), false);
  for (const auto& [less, thing, track] : pairs) {
    if (placed[thing] || seen[track]) continue;
    placed[thing] = seen[track] = true;
    see(tracks_[track], frame, things[thing]);
  }
  for (std::size_t j = 0; j < things.size(); ++j) {
    if (placed[j]) continue;
    tracks_.emplace_back();
    see(tracks_.back(), frame, things[j]);
  }
  for (Track& track : tracks_) {
    const cv::Rect near = grown(track.last, options_.beside);
    track.plate = track.plate || std::any_of(plates.begin(), plates.end(), [&](const ExpectedPlate& plate) {
                    return !plate.standing && near.contains(cv::Point(middle_of(plate.box.upright)));
                  });
  }
  return over;
}

}  // namespace nightjar
