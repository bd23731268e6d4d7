#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// One warm spot in one picture. Pixels of the picture, centre of the top left pixel at (0, 0).
struct HeatSpot {
  cv::Point2f centre_px;
  cv::Rect box;
  float area_px = 0;
  float length_px = 0;  ///< full axes of the ellipse with the spot's second moments
  float width_px = 0;
  float contrast = 0;     ///< peak above the surroundings, in robust standard deviations (1.4826 MAD)
  float peak_level = 0;   ///< raw level of the hottest pixel
  float level_above = 0;  ///< peak above the surroundings, raw levels
};

enum class HeatClass { unknown, person, animal, vehicle };

/// A point on the ground with its error.
struct GroundPoint {
  double latitude_deg = 0;                                  ///< WGS84
  double longitude_deg = 0;                                 ///< WGS84
  double height_m = 0;                                      ///< above the ellipsoid
  Eigen::Matrix2d covariance_m2 = Eigen::Matrix2d::Zero();  ///< east, north
};

/// When and where a contact was seen in one picture.
struct HeatSighting {
  CaptureTime captured_at;
  std::uint64_t sequence = 0;
  HeatSpot spot;
};

enum class HeatOutcome { tentative, confirmed, dropped };

/// One contact over all its pictures.
struct HeatTrack {
  std::uint64_t id = 0;  ///< counts tracks of the feed from 1 since it was opened
  HeatOutcome outcome = HeatOutcome::tentative;
  HeatClass heat_class = HeatClass::unknown;
  double class_probability = 0;
  double probability = 0;                       ///< that this is a real contact
  std::optional<GroundPoint> position;          ///< absent: the feed has no usable telemetry
  std::optional<Eigen::Vector2d> velocity_mps;  ///< east, north
  std::optional<Eigen::Vector2d> position_px;   ///< in the newest picture, where tracked in the picture
  std::optional<double> peak_k;                 ///< apparent temperature, where the site gives the scale
  double size_m = 0;                            ///< 0 where the ground is not known
  CaptureTime first_seen;
  CaptureTime last_seen;
  std::optional<CaptureTime> lost_at;  ///< since when it is out of the camera's view, or in view but not seen
  bool ended = false;                  ///< nothing more will come of it; `outcome` is its last
  std::uint32_t sightings = 0;
  HeatSighting best;  ///< the sighting of the highest contrast
  HeatSighting newest;
};

}  // namespace nightjar
