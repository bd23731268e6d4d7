#include "tools/simulate/drone/body_watch.hpp"

#include <algorithm>

namespace nightjar {

void BodyWatch::note(int frame, const std::vector<double>& visible) {
  if (scene_.frozen(frame)) return;
  for (std::size_t i = 0; i < views_.size(); ++i) {
    if (visible[i] < kLeastVisible) continue;
    views_[i].most_visible = std::max(views_[i].most_visible, visible[i]);
    views_[i].shown.emplace_back(scene_.time_s(frame), visible[i]);
  }
}

std::optional<BodyView> BodyWatch::view_of(std::size_t body) const {
  if (views_[body].shown.size() < static_cast<std::size_t>(kLeastFrames)) return std::nullopt;
  return views_[body];
}

}  // namespace nightjar
