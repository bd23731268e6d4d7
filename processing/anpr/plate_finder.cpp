#include "processing/anpr/plate_finder.hpp"

#include <algorithm>

namespace nightjar {

namespace {

cv::Rect around(const cv::Rect& box, double widths) {
  const int reach = static_cast<int>(widths * box.width);
  return {box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach};
}

cv::Point middle_of(const cv::Rect& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

bool moves_at(const Motion& motion, const cv::Point& place) {
  return motion.everything ||
         std::any_of(motion.regions.begin(), motion.regions.end(), [&](const MotionRegion& region) {
           return region.moving && region.part.contains(place);
         });
}

/// Adds what lies in none of the parts, and says how many that were.
std::size_t add_uncovered(std::vector<PlateSearchPart>& parts, const std::vector<PlateSearchPart>& more,
                          const cv::Rect& picture) {
  const std::size_t before = parts.size();
  for (const PlateSearchPart& wanted : more) {
    const cv::Rect part = wanted.part & picture;
    const bool covered = std::any_of(parts.begin(), parts.end(), [&](const PlateSearchPart& other) {
      return (other.finer || !wanted.finer) && (other.part & part) == part;
    });
    if (!covered && part.area() > 0) parts.push_back({part, wanted.finer});
  }
  return parts.size() - before;
}

}  // namespace

PlateFinder::PlateFinder(PlateFinderOptions options)
    : options_(options), detector_(options.detector), plan_(options.plan) {}

bool PlateFinder::due(const ExpectedPlate& plate, CaptureTime at, bool moving_there) const {
  const auto unseen = at - plate.last_seen;
  const bool fresh = unseen <= options_.lost_after;
  if (plate.standing && !(fresh && moving_there)) return standing_due_;
  return fresh && !plate.hopeless && (!plate.settled || unseen >= options_.settled_every);
}

std::vector<PlateBox> PlateFinder::find(const PlateFrame& frame, const cv::Mat& luma, const Motion& motion,
                                        const std::vector<ExpectedPlate>& expected) {
  const CaptureTime at = frame.captured_at;
  const cv::Rect picture({}, luma.size());
  standing_due_ = !standing_at_ || at < *standing_at_ || at - *standing_at_ >= options_.standing_every;
  if (standing_due_) standing_at_ = at;

  std::vector<cv::Rect> read;
  std::vector<PlateSearchPart> follow;
  for (const ExpectedPlate& plate : expected) {
    const cv::Rect& box = plate.box.upright;
    if ((box & picture).area() <= 0) continue;
    if (plate.legible && at - plate.last_seen <= options_.lost_after) read.push_back(box & picture);
    if (!due(plate, at, moves_at(motion, middle_of(box)))) continue;
    const bool known = plate.velocity_known || plate.standing;
    follow.push_back({around(box, known ? options_.reach_known_widths : options_.reach_unknown_widths),
                      box.width < options_.small_px});
  }

  PlateSearch search = plan_.next(at, motion, read);
  if (search.whole) search.parts = {{picture, false}};
  work_.wholes += search.whole ? 1 : 0;
  work_.searches += search.whole ? 0 : search.parts.size();
  work_.follows += add_uncovered(search.parts, follow, picture);
  return search.parts.empty() ? std::vector<PlateBox>() : detector_.detect(luma, search.parts);
}

}  // namespace nightjar
