#include "processing/anpr/plate_search_plan.hpp"

#include <algorithm>

namespace nightjar {

namespace {

constexpr double kSamePart =
    0.5;  // share of a part that lay in one of the last frame: the same thing, moved on

}  // namespace

bool PlateSearchPlan::whole_due(CaptureTime at, const Motion& motion) const {
  if (!whole_at_ || !last_ || at < *last_) return true;
  if (at - *last_ > options_.frames_apart) return true;
  return at - *whole_at_ >= (motion.everything ? options_.everything_every : options_.whole_every);
}

std::optional<PlateSearchPlan::Searched> PlateSearchPlan::searched(const cv::Rect& part) const {
  std::optional<Searched> oldest;
  for (const Searched& before : searched_) {
    if ((before.part & part).area() < kSamePart * part.area()) continue;
    if (!oldest || before.at < oldest->at) oldest = before;
  }
  return oldest;
}

PlateSearch PlateSearchPlan::next(CaptureTime at, const Motion& motion, const std::vector<cv::Rect>& read) {
  PlateSearch search;
  search.whole = whole_due(at, motion);
  last_ = at;
  if (search.whole) whole_at_ = at;
  std::vector<Searched> now;
  for (const MotionRegion& region : motion.regions) {
    const bool known = std::any_of(read.begin(), read.end(), [&](const cv::Rect& plate) {
      return (plate & region.part) == plate && region.part.width <= options_.vehicle_widths * plate.width;
    });
    const bool settled = !region.moving || known;
    const auto patience = settled ? options_.settled_every : options_.moving_every;
    Searched last = searched(region.part).value_or(Searched{{}, CaptureTime{}, 0});
    const bool due = !search.whole && (last.times == 0 || at - last.at >= patience);
    if (due) search.parts.push_back({region.part, !settled && last.times % 2 == 1});
    if (due || search.whole) last = {{}, at, last.times + 1};
    now.push_back({region.part, last.at, last.times});
  }
  searched_ = std::move(now);
  return search;
}

}  // namespace nightjar
