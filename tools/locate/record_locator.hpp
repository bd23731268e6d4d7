#pragma once

#include <Eigen/Core>
#include <memory>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "processing/ground/ground_projector.hpp"
#include "processing/ground/terrain.hpp"
#include "tools/locate/locatable_record.hpp"

namespace nightjar {

struct LocateOptions {
  std::optional<Eigen::Vector2d> pixel =
      std::nullopt;                                  ///< nothing: the line of sight, in the picture's middle
  cv::Size size{2, 2};                               ///< of the picture; its middle needs none
  std::shared_ptr<const Terrain> terrain = nullptr;  ///< goes before all other surfaces
  std::optional<double> ground_m = std::nullopt;     ///< level ground, above the ellipsoid
  PoseError pose_error = {};
};

/// Where a record's line of sight meets the ground.
struct LocatedRecord {
  std::optional<GroundHit> hit;
  double ce90_m = 0;
  std::string surface;             ///< that it met: terrain, ground, frame_centre or slant_range; empty: none
  std::vector<std::string> notes;  ///< the record's, and why there is no point or no better one
};

/// Puts the records of telemetry on the ground, by the first surface that each one meets: the terrain, a
/// level that was told, the height that the platform reports where it looks, or the end of its slant range.
class RecordLocator {
 public:
  explicit RecordLocator(LocateOptions options) : options_(std::move(options)) {}

  [[nodiscard]] LocatedRecord locate(const LocatableRecord& record) const;

 private:
  struct Surface {
    const char* name;
    GroundOptions ground;
  };

  [[nodiscard]] std::optional<CameraModel> camera_of(const LocatableRecord& record,
                                                     std::vector<std::string>& notes) const;
  [[nodiscard]] std::vector<Surface> surfaces_of(const LocatableRecord& record,
                                                 const CameraModel& camera) const;
  [[nodiscard]] Eigen::Vector2d pixel() const;

  LocateOptions options_;
};

}  // namespace nightjar
