#pragma once

#include <optional>
#include <vector>

#include "tools/simulate/drone/drone_scene.hpp"

namespace nightjar {

/// A body could be found: at least kLeastVisible of it in the picture and not hidden, in at least
/// kLeastFrames frames.
inline constexpr double kLeastVisible = 0.25;
inline constexpr int kLeastFrames = 8;

struct BodyView {
  double most_visible = 0;  ///< the greatest part of it that ever showed
  std::vector<std::pair<double, double>>
      shown;  ///< time in seconds and part that showed, for each frame that counts
};

/// Collects when each body could be found, from the pictures as they are made in order.
class BodyWatch {
 public:
  explicit BodyWatch(const DroneScene& scene) : scene_(scene), views_(scene.bodies().size()) {}
  void note(int frame, const std::vector<double>& visible);
  [[nodiscard]] std::optional<BodyView> view_of(std::size_t body) const;

 private:
  const DroneScene& scene_;
  std::vector<BodyView> views_;
};

}  // namespace nightjar
