#include "processing/anpr/plate_passes.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "processing/anpr/plate_corners.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

namespace {

constexpr double kDifferent = 0.5;       // likeness of marks below which two vehicles are meant
constexpr double kEnoughToTell = 0.5;    // confidence above which a mark says which vehicle it is
constexpr double kLeastPromising = 0.3;  // confidence below which a text is likely no plate
constexpr double kSilentReach = 1;       // widths that a plate without a text may be off its pass
constexpr double kSureEnough = 0.98;     // nothing to be gained by more frames
constexpr double kLeastDoubt = 0.005;    // changes of doubt below this do not matter

double seconds(CaptureTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

double distance(const cv::Point2d& a, const cv::Point2d& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

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

bool PlatePasses::parked(const Pass& pass) const {
  return pass.track.still_for() >= options_.parked_after;
}

bool PlatePasses::standing(const Pass& pass) const {
  return pass.track.still_for() >= options_.standing_after;
}

bool PlatePasses::sure(const Pass& pass) {
  return pass.handed_on && pass.read.text.confidence >= kSureEnough;
}

std::vector<ExpectedPlate> PlatePasses::expected(CaptureTime at) const {
  std::vector<ExpectedPlate> plates;
  for (const Pass& pass : open_) {
    const PlatePlace& last = pass.track.last();
    const bool legible = pass.read.text.confidence >= kEnoughToTell;
    const bool hopeless = pass.tried.reads > 0 && pass.read.text.confidence < kLeastPromising;
    plates.push_back({moved(pass.last_box, last, pass.track.expected(at)), last.at,
                      pass.track.velocity_known(), standing(pass), legible,
                      sure(pass) || pass.in_ignore_zone || pass.tried.reads >= options_.reading.first_reads,
                      hopeless});
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

std::optional<double> PlatePasses::cost(const Pass& pass, const PlatePlace& place,
                                        const std::optional<PlateText>& text) const {
  const double gap_s = seconds(place.at - pass.track.last().at);
  const PlatePlace expected = pass.track.predicted(place.at);
  // Widths of the plate that it may be off, and logarithm of its width: as far as vehicles change speed. One
  // seen once only may have gone 31 m/s (70 mph): 60 of its widths a second, but close by no camera follows
  // that.
  double reach = parked(pass)                  ? 0.5
                 : pass.track.velocity_known() ? 0.6 + 5 * gap_s
                                               : 0.7 + std::min(2.5, 25 * gap_s);
  double stretch = parked(pass) ? 0.3 : 0.35 + 1.5 * gap_s;
  double likeness = kDifferent;
  if (text && !pass.read.text.mark.empty()) {
    const double least = std::min(text->confidence, pass.read.text.confidence);
    likeness = mark_likeness(text->mark, pass.read.text.mark);
    if (likeness < kDifferent && least >= kEnoughToTell) return std::nullopt;
    if (likeness == 1.0 && least >= kEnoughToTell) reach = 4 * reach + 2, stretch *= 2;
    likeness = kDifferent + (likeness - kDifferent) * least;
  }
  const double off = distance(place.centre, expected.centre) / std::max(place.width_px, expected.width_px);
  const double scaled = std::abs(std::log(place.width_px / expected.width_px));
  // What has no text is no sign of a vehicle that has one, unless it is where that should be.
  const bool silent = text && text->confidence < options_.least_confidence;
  if (silent && pass.read.text.confidence >= kEnoughToTell) reach = std::min(reach, kSilentReach);
  if (off > reach || scaled > stretch) return std::nullopt;
  return off / reach + scaled / stretch + std::min(1.0, gap_s) - 2 * (likeness - kDifferent);
}

std::vector<std::optional<std::size_t>> PlatePasses::associated(const PlateFrame& frame,
                                                                const std::vector<SeenPlate>& plates) const {
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;  // cost, plate, pass
  for (std::size_t i = 0; i < plates.size(); ++i) {
    const PlatePlace place = place_of(plates[i].box, frame.captured_at);
    for (std::size_t j = 0; j < open_.size(); ++j) {
      if (const auto fit = cost(open_[j], place, plates[i].text)) pairs.emplace_back(*fit, i, j);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::optional<std::size_t>> pass_of(plates.size());
  std::vector<bool> taken(open_.size(), false);
  for (const auto& [fit, plate, pass] : pairs) {
    if (pass_of[plate] || taken[pass]) continue;
    pass_of[plate] = pass;
    taken[pass] = true;
  }
  return pass_of;
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
    const Pass& pass = open_[*pass_of[i]];
    const PlatePlace place = place_of(boxes[i], frame.captured_at);
    worth[i] = worth_another_read(pass.tried,
                                  {sure(pass), pass.read.text.confidence >= kLeastPromising, standing(pass)},
                                  place, pass.track.predicted(place.at), options_.reading);
  }
  return worth;
}

void PlatePasses::open(const PlateFrame& frame, const SeenPlate& plate) {
  Pass pass;
  pass.read.pass = next_pass_++;
  pass.read.first_seen = frame.captured_at;
  pass.track = PlateTrack(options_.track);
  pass.in_ignore_zone = true;
  const PlatePlace place = place_of(plate.box, frame.captured_at);
  pass.contested = std::any_of(open_.begin(), open_.end(), [&](const Pass& other) {
    return distance(place.centre, other.track.predicted(place.at).centre) < place.width_px;
  });
  ++counts_.begun;
  see(pass, frame, plate);
  open_.push_back(std::move(pass));
}

void PlatePasses::see(Pass& pass, const PlateFrame& frame, const SeenPlate& plate) const {
  const PlatePlace place = place_of(plate.box, frame.captured_at);
  pass.track.add(place);
  pass.last_box = plate.box;
  pass.read.last_seen = frame.captured_at;
  pass.in_ignore_zone = pass.in_ignore_zone && ignored(frame, plate.box);
  if (const Direction direction = pass.track.direction(); direction != Direction::unknown) {
    pass.read.direction = direction;
  }
  if (plate.text) {
    ++pass.read.frames_read;
    pass.tried = {pass.tried.reads + 1, frame.captured_at, std::max(pass.tried.widest_px, place.width_px)};
  }
  if (plate.text && plate.text->confidence >= options_.least_confidence && !plate.text->mark.empty()) {
    take_text(pass, frame, plate);
  } else if (pass.reads.empty() &&
             place.width_px >= place_of(pass.read.best_box, frame.captured_at).width_px) {
    pass.read.best_box = plate.box;
    pass.read.best_sequence = frame.sequence;
    pass.read.best_captured_at = frame.captured_at;
  }
}

void PlatePasses::take_text(Pass& pass, const PlateFrame& frame, const SeenPlate& plate) const {
  pass.reads.push_back(*plate.text);
  if (pass.reads.size() > options_.reads_kept) {
    pass.reads.erase(std::min_element(pass.reads.begin(), pass.reads.end(), [](const auto& a, const auto& b) {
      return a.confidence < b.confidence;
    }));
  }
  pass.read.text = mark_consensus(pass.reads, options_.consensus);
  const std::string mark = folded_mark(pass.read.text.mark);
  const bool right = folded_mark(plate.text->mark) == mark;
  const bool best_right = folded_mark(pass.best_mark) == mark;
  if (right == best_right ? plate.text->confidence >= pass.best_confidence : right) {
    pass.best_mark = plate.text->mark;
    pass.best_confidence = plate.text->confidence;
    pass.read.best_box = plate.box;
    pass.read.best_sequence = frame.sequence;
    pass.read.best_captured_at = frame.captured_at;
  }
}

bool PlatePasses::matters(const Pass& pass) const {
  if (pass.in_ignore_zone) return false;
  const PlateText& text = pass.read.text;
  if (!pass.handed_on) {
    return text.confidence >= options_.confident && (!pass.contested || pass.reads.size() >= 2);
  }
  if (text.mark != pass.handed_mark || pass.read.direction != pass.handed_direction) return true;
  const double doubt = std::max(kLeastDoubt, 1 - text.confidence);
  const double before = std::max(kLeastDoubt, 1 - pass.handed_confidence);
  return doubt <= options_.doubt_ratio * before || before <= options_.doubt_ratio * doubt;
}

PlateRead PlatePasses::hand_on(Pass& pass) const {
  pass.handed_on = true;
  pass.handed_mark = pass.read.text.mark;
  pass.handed_confidence = pass.read.text.confidence;
  pass.handed_direction = pass.read.direction;
  ++pass.read.revision;
  return pass.read;
}

PassOutcome PlatePasses::outcome_of(const Pass& pass) const {
  if (pass.in_ignore_zone) return PassOutcome::ignored;
  if (parked(pass)) return PassOutcome::parked;
  if (pass.read.text.confidence >= options_.confident) return PassOutcome::read;
  return pass.reads.empty() ? PassOutcome::unread : PassOutcome::unsure;
}

PlateRead PlatePasses::end(Pass& pass) {
  pass.read.outcome = outcome_of(pass);
  switch (*pass.read.outcome) {
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
  return hand_on(pass);
}

std::vector<PlateRead> PlatePasses::finish() {
  std::vector<PlateRead> handed_on;
  for (Pass& pass : open_) handed_on.push_back(end(pass));
  open_.clear();
  placings_.clear();
  last_frame_.reset();
  return handed_on;
}

std::vector<PlateRead> PlatePasses::update(const PlateFrame& frame, const std::vector<SeenPlate>& plates) {
  std::vector<PlateRead> handed_on;
  if (last_frame_ && frame.captured_at < *last_frame_) handed_on = finish();
  last_frame_ = frame.captured_at;

  std::erase_if(open_, [&](Pass& pass) {
    const auto patience = parked(pass) ? options_.parked_gone_after : options_.gone_after;
    if (frame.captured_at - pass.track.last().at <= patience) return false;
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
    see(open_[*pass_of[i]], frame, plates[i]);
    place(i, open_[*pass_of[i]].read);
  }
  for (std::size_t i = 0; i < plates.size(); ++i) {
    if (pass_of[i]) continue;
    open(frame, plates[i]);
    place(i, open_.back().read);
  }
  for (Pass& pass : open_) {
    if (matters(pass)) handed_on.push_back(hand_on(pass));
  }
  while (open_.size() > options_.most_open) {
    const auto oldest = std::min_element(open_.begin(), open_.end(), [](const Pass& a, const Pass& b) {
      return a.track.last().at < b.track.last().at;
    });
    handed_on.push_back(end(*oldest));
    open_.erase(oldest);
  }
  return handed_on;
}

}  // namespace nightjar
