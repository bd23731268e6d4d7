#include "processing/anpr/plate_pass.hpp"

#include <algorithm>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

namespace {

constexpr double kLeastPromising = 0.3;  // confidence below which a text is likely no plate
constexpr double kSureEnough = 0.98;     // nothing to be gained by more frames
constexpr double kLeastDoubt = 0.005;    // changes of doubt below this do not matter

}  // namespace

PlatePass::PlatePass(std::uint64_t number, const PlatePassesOptions& options, bool contested)
    : track_(options.track), contested_(contested) {
  read_.pass = number;
}

bool PlatePass::parked(const PlatePassesOptions& options) const {
  return track_.still_for() >= options.parked_after;
}

bool PlatePass::standing(const PlatePassesOptions& options) const {
  return track_.still_for() >= options.standing_after;
}

bool PlatePass::sure() const {
  return handed_on_ && read_.text.confidence >= kSureEnough;
}

bool PlatePass::promising() const {
  return read_.text.confidence >= kLeastPromising;
}

bool PlatePass::legible(const PlatePassesOptions& options) const {
  return read_.text.confidence >= options.telling;
}

void PlatePass::see(const PlateFrame& frame, const SeenPlate& plate, bool ignored,
                    const PlatePassesOptions& options) {
  const PlatePlace place = place_of(plate.box, frame.captured_at);
  if (!seen_) read_.first_seen = frame.captured_at;
  seen_ = true;
  const bool read_now = plate.text && plate.text->confidence >= options.least_confidence &&
                        !plate.text->mark.empty() && !is_part_of(plate.text->mark, read_.text.mark);
  track_.add(place, read_now && plate.text->confidence >= options.telling);
  last_box_ = plate.box;
  read_.last_seen = frame.captured_at;
  in_ignore_zone_ = in_ignore_zone_ && ignored;
  if (const Direction direction = track_.direction(); direction != Direction::unknown)
    read_.direction = direction;
  if (plate.text) {
    ++read_.frames_read;
    tried_ = {tried_.reads + 1, frame.captured_at, std::max(tried_.widest_px, place.width_px)};
  }
  if (read_now) {
    take_text(frame, plate, options);
  } else if (reads_.empty() && place.width_px >= place_of(read_.best_box, frame.captured_at).width_px) {
    read_.best_box = plate.box;
    read_.best_sequence = frame.sequence;
    read_.best_captured_at = frame.captured_at;
  }
}

void PlatePass::combine(const PlatePassesOptions& options) {
  while (reads_.size() > options.reads_kept) {
    reads_.erase(std::min_element(reads_.begin(), reads_.end(),
                                  [](const auto& a, const auto& b) { return a.confidence < b.confidence; }));
  }
  read_.text = weighed_by_form(mark_consensus(reads_, options.consensus), options.forms);
}

bool PlatePass::better_shown(const std::string& shown, double confidence) const {
  const std::string mark = folded_mark(read_.text.mark);
  const bool right = folded_mark(shown) == mark;
  const bool best_right = folded_mark(best_mark_) == mark;
  return right == best_right ? confidence >= best_confidence_ : right;
}

void PlatePass::take_text(const PlateFrame& frame, const SeenPlate& plate,
                          const PlatePassesOptions& options) {
  reads_.push_back(*plate.text);
  combine(options);
  if (!better_shown(plate.text->mark, plate.text->confidence)) return;
  best_mark_ = plate.text->mark;
  best_confidence_ = plate.text->confidence;
  read_.best_box = plate.box;
  read_.best_sequence = frame.sequence;
  read_.best_captured_at = frame.captured_at;
}

bool PlatePass::goes_on_as(const PlatePass& later, const PlatePassesOptions& options) const {
  return handed_on_ && !later.handed_on_ && read_.text.confidence >= options.confident &&
         later.read_.text.confidence >= options.confident &&
         folded_mark(read_.text.mark) == folded_mark(later.read_.text.mark);
}

bool PlatePass::absorb(const PlatePass& later, const PlatePassesOptions& options) {
  reads_.insert(reads_.end(), later.reads_.begin(), later.reads_.end());
  combine(options);
  track_ = later.track_;
  last_box_ = later.last_box_;
  read_.last_seen = later.read_.last_seen;
  read_.frames_read += later.read_.frames_read;
  if (later.read_.direction != Direction::unknown) read_.direction = later.read_.direction;
  tried_ = {tried_.reads + later.tried_.reads, later.tried_.last,
            std::max(tried_.widest_px, later.tried_.widest_px)};
  in_ignore_zone_ = in_ignore_zone_ && later.in_ignore_zone_;
  if (!better_shown(later.best_mark_, later.best_confidence_)) return false;
  best_mark_ = later.best_mark_;
  best_confidence_ = later.best_confidence_;
  read_.best_box = later.read_.best_box;
  read_.best_sequence = later.read_.best_sequence;
  read_.best_captured_at = later.read_.best_captured_at;
  return true;
}

bool PlatePass::matters(const PlatePassesOptions& options) const {
  if (in_ignore_zone_) return false;
  const PlateText& text = read_.text;
  if (!handed_on_) {
    return text.confidence >= options.confident && (!contested_ || reads_.size() >= 2);
  }
  if (text.mark != handed_mark_ || read_.direction != handed_direction_) return true;
  const double doubt = std::max(kLeastDoubt, 1 - text.confidence);
  const double before = std::max(kLeastDoubt, 1 - handed_confidence_);
  return doubt <= options.doubt_ratio * before || before <= options.doubt_ratio * doubt;
}

PlateRead PlatePass::hand_on() {
  handed_on_ = true;
  handed_mark_ = read_.text.mark;
  handed_confidence_ = read_.text.confidence;
  handed_direction_ = read_.direction;
  ++read_.revision;
  return read_;
}

PassOutcome PlatePass::outcome(const PlatePassesOptions& options) const {
  if (in_ignore_zone_) return PassOutcome::ignored;
  if (parked(options)) return PassOutcome::parked;
  if (read_.text.confidence >= options.confident) return PassOutcome::read;
  return reads_.empty() ? PassOutcome::unread : PassOutcome::unsure;
}

PlateRead PlatePass::end(const PlatePassesOptions& options) {
  if (contested_ && reads_.size() < 2)
    read_.text.confidence = std::min(read_.text.confidence, options.most_for_one_contested);
  read_.outcome = outcome(options);
  return hand_on();
}

}  // namespace nightjar
