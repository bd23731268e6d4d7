#pragma once

#include <Eigen/Core>

#include "processing/ground/camera_model.hpp"

namespace nightjar {

/// How far the ground that a pixel shows moves in the picture while the camera goes from one pose to the
/// next, on level ground `level_m` above the ellipsoid. Rays that miss it are taken to look far away. Poses
/// may be some hundred metres apart: the Earth is flat here. nullopt where the ground leaves what a lens can
/// show.
[[nodiscard]] std::optional<Eigen::Vector2d> ground_flow(const CameraModel& from, const CameraModel& to,
                                                         const Eigen::Vector2d& pixel, double level_m);

}  // namespace nightjar
