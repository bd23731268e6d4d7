#include "processing/anpr/plate_passes.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processing/anpr/plate_corners.hpp"

namespace nightjar {

namespace {

PlateBox moved(const PlateBox& box, const PlatePlace& from, const PlatePlace& to) {
  PlateBox there = box;
  const auto scale = static_cast<float>(to.width_px / from.width_px);
  for (cv::Point2f& corner : there.corners)
    corner = cv::Point2f(to.centre) + (corner - cv::Point2f(from.centre)) * scale;
  const std::vector<cv::Point2f> corners(there.corners.begin(), there.corners.end());
  there.upright = cv::boundingRect(corners);
  return there;
}

}  // namespace

PlatePasses::PlatePasses(PlatePassesOptions options) : options_(std::move(options)) {}

PassCounts PlatePasses::counts() const {
  PassCounts counts = counts_;
  counts.open = open_.size();
  return counts;
}

bool PlatePasses::ignored(const PlateFrame& frame, const PlateBox& box) const {
  if (frame.picture.empty()) return false;
  const PlatePlace place = place_of(box, frame.captured_at);
  const cv::Point2f at(static_cast<float>(place.centre.x / frame.picture.width),
                       static_cast<float>(place.centre.y / frame.picture.height));
  return std::any_of(options_.ignore_zones.begin(), options_.ignore_zones.end(), [&](const auto& zone) {
    return zone.size() >= 3 && cv::pointPolygonTest(zone, at, false) >= 0;
  });
}

std::vector<ExpectedPlate> PlatePasses::expected(CaptureTime at) const {
  std::vector<ExpectedPlate> plates;
  for (const PlatePass& pass : open_) {
    const PlatePlace& last = pass.track().last();
    const int reads = pass.tried().reads;
    plates.push_back({moved(pass.last_box(), last, pass.track().expected(at)), last.at,
                      pass.track().velocity_known(), pass.standing(options_), pass.legible(options_),
                      pass.sure() || pass.in_ignore_zone() || reads >= options_.reading.first_reads,
                      reads > 0 && !pass.promising()});
  }
  return plates;
}

PlateRead PlatePasses::add(const VehicleWithoutPlate& vehicle) {
  PlateRead read;
  read.pass = next_pass_++;
  read.revision = 1;
  read.first_seen = vehicle.first_seen;
  read.last_seen = vehicle.last_seen;
  read.best_sequence = vehicle.best_sequence;
  read.best_captured_at = vehicle.best_captured_at;
  read.best_box.upright = vehicle.box;
  read.best_box.corners = quad_of(cv::Rect2f(vehicle.box));
  read.direction = vehicle.direction;
  read.outcome = PassOutcome::no_plate;
  ++counts_.begun;
  ++counts_.no_plate;
  return read;
}

std::vector<std::optional<std::size_t>> PlatePasses::associated(const PlateFrame& frame,
                                                                const std::vector<SeenPlate>& plates) const {
  std::vector<PlateFit> fits;
  for (std::size_t i = 0; i < plates.size(); ++i) {
    const PlatePlace place = place_of(plates[i].box, frame.captured_at);
    for (std::size_t j = 0; j < open_.size(); ++j) {
      const PlatePass& pass = open_[j];
      const PlateFollowed followed{pass.track(), pass.read().text, pass.standing(options_),
                                   pass.parked(options_), pass.track().last_told()};
      if (const auto fit = misfit(followed, place, plates[i].text, frame.picture, options_.fit))
        fits.emplace_back(*fit, i, j);
    }
  }
  return best_fits(std::move(fits), plates.size(), open_.size());
}

std::vector<bool> PlatePasses::worth_reading(const PlateFrame& frame,
                                             const std::vector<PlateBox>& boxes) const {
  std::vector<SeenPlate> plates;
  plates.reserve(boxes.size());
  for (const PlateBox& box : boxes) plates.push_back({box, std::nullopt});
  const auto pass_of = associated(frame, plates);
  std::vector<bool> worth(boxes.size(), true);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (ignored(frame, boxes[i])) {
      worth[i] = false;
      continue;
    }
    if (!pass_of[i]) continue;
    const PlatePass& pass = open_[*pass_of[i]];
    const PlatePlace place = place_of(boxes[i], frame.captured_at);
    worth[i] = worth_another_read(pass.tried(), {pass.sure(), pass.promising(), pass.standing(options_)},
                                  place, pass.track().predicted(place.at), options_.reading);
  }
  return worth;
}

void PlatePasses::open(const PlateFrame& frame, const SeenPlate& plate) {
  const PlatePlace place = place_of(plate.box, frame.captured_at);
  const bool contested = std::any_of(open_.begin(), open_.end(), [&](const PlatePass& other) {
    const cv::Point2d off = place.centre - other.track().predicted(place.at).centre;
    return std::hypot(off.x, off.y) < place.width_px;
  });
  ++counts_.begun;
  open_.emplace_back(next_pass_++, options_, contested);
  open_.back().see(frame, plate, ignored(frame, plate.box), options_);
}

void PlatePasses::join_found_again(const PlateFrame& frame) {
  const auto in_view = [&](const PlatePass& pass) { return pass.track().last().at == frame.captured_at; };
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (!in_view(open_[i])) continue;
    const auto lost = std::find_if(open_.begin(), open_.end(), [&](const PlatePass& pass) {
      return !in_view(pass) && pass.goes_on_as(open_[i], options_);
    });
    if (lost == open_.end()) continue;
    const bool best = lost->absorb(open_[i], options_);
    joined_.push_back({open_[i].read().pass, lost->read().pass, best});
    for (PlatePlacing& placing : placings_) {
      if (placing.pass == joined_.back().later) placing = {joined_.back().earlier, placing.best && best};
    }
    --counts_.begun;
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i--));
  }
}

PlateRead PlatePasses::end(PlatePass& pass) {
  PlateRead read = pass.end(options_);
  switch (*read.outcome) {
    case PassOutcome::read:
      ++counts_.read;
      break;
    case PassOutcome::unsure:
      ++counts_.unsure;
      break;
    case PassOutcome::unread:
      ++counts_.unread;
      break;
    case PassOutcome::parked:
      ++counts_.parked;
      break;
    case PassOutcome::ignored:
      ++counts_.ignored;
      break;
    case PassOutcome::no_plate:
      break;  // never open
  }
  return read;
}

std::vector<PlateRead> PlatePasses::finish() {
  std::vector<PlateRead> handed_on;
  for (PlatePass& pass : open_) handed_on.push_back(end(pass));
  open_.clear();
  placings_.clear();
  joined_.clear();
  last_frame_.reset();
  return handed_on;
}

std::vector<PlateRead> PlatePasses::update(const PlateFrame& frame, const std::vector<SeenPlate>& plates) {
  std::vector<PlateRead> handed_on;
  if (last_frame_ && frame.captured_at < *last_frame_) handed_on = finish();
  last_frame_ = frame.captured_at;

  std::erase_if(open_, [&](PlatePass& pass) {
    const auto patience = pass.parked(options_) ? options_.parked_gone_after : options_.gone_after;
    if (frame.captured_at - pass.track().last().at <= patience) return false;
    handed_on.push_back(end(pass));
    return true;
  });

  const auto pass_of = associated(frame, plates);
  placings_.resize(plates.size());
  const auto place = [&](std::size_t plate, const PlateRead& read) {
    placings_[plate] = {read.pass, read.best_sequence == frame.sequence};
  };
  for (std::size_t i = 0; i < plates.size(); ++i) {
    if (!pass_of[i]) continue;
    PlatePass& pass = open_[*pass_of[i]];
    pass.see(frame, plates[i], ignored(frame, plates[i].box), options_);
    place(i, pass.read());
  }
  for (std::size_t i = 0; i < plates.size(); ++i) {
    if (pass_of[i]) continue;
    open(frame, plates[i]);
    place(i, open_.back().read());
  }
  joined_.clear();
  join_found_again(frame);
  for (PlatePass& pass : open_) {
    if (pass.matters(options_)) handed_on.push_back(pass.hand_on());
  }
  while (open_.size() > options_.most_open) {
    const auto oldest = std::min_element(
        open_.begin(), open_.end(),
        [](const PlatePass& a, const PlatePass& b) { return a.track().last().at < b.track().last().at; });
    handed_on.push_back(end(*oldest));
    open_.erase(oldest);
  }
  return handed_on;
}

}  // namespace nightjar
