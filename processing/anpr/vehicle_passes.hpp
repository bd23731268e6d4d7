#pragma once

#include <chrono>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "processing/anpr/plate_passes.hpp"

namespace nightjar {

struct VehiclePassesOptions {
  /// Least greatest size of a vehicle: its share of the picture, and of the picture's width. A car whose
  /// plate can be read leaves the picture larger than that.
  double least_area = 0.02;
  double least_width = 0.08;
  /// Width over height from which on it is not a person upright; motorcycles are known by their speed.
  double least_aspect = 0.6;
  /// Its way and its growth together, in its own sizes: at least so much in all, and a second. Somebody on
  /// foot makes 0.9 a second across the picture and less along it.
  double least_way = 1;
  double least_speed = 1;
  double motorcycle_speed = 2.5;
  /// Way to the place farthest from the begin as a share of the way gone: branches swing to and fro, rain
  /// jumps about.
  double least_straight = 0.6;
  /// The whole way gone is at most so many times that.
  double most_detour = 3;
  /// A vehicle enters or leaves over the picture's edge: comes as near, in parts of the picture's size.
  double edge = 0.03;
  int least_sightings = 6;
  /// Unseen for this long it has gone.
  std::chrono::milliseconds gone_after{400};
  /// Whose plate is found within so many of its own sizes around its box has a plate: shadows, beams and
  /// halves of a vehicle move with it.
  double beside = 0.4;
};

/// Follows what moves through the picture and tells of vehicles that never showed a plate. Cautious: a
/// vehicle close to one whose plate was found may be left out; it counts vehicles that a plate camera should
/// have read, it is no traffic counter.
class VehiclePasses {
 public:
  explicit VehiclePasses(VehiclePassesOptions options = {}) : options_(options) {}

  /// `things` are those of Motion, `plates` the expected ones of the same frame. Returns vehicles that are
  /// over. A frame that is older than the last one begins everything anew.
  [[nodiscard]] std::vector<VehicleWithoutPlate> update(const PlateFrame& frame,
                                                        const std::vector<cv::Rect>& things,
                                                        const std::vector<ExpectedPlate>& plates);

  /// The feed has ended.
  [[nodiscard]] std::vector<VehicleWithoutPlate> finish();

 private:
  struct Track {
    VehicleWithoutPlate seen;
    cv::Rect first, last;
    cv::Point2d velocity_px_s;
    double way = 0;       // gone, in its sizes of the time
    double farthest = 0;  // from where it began, likewise; not while it leaves over the edge
    double way_to_farthest = 0;
    CaptureTime farthest_at;
    int sightings = 0;
    bool plate = false;
    bool at_edge = false;
  };

  void see(Track& track, const PlateFrame& frame, const cv::Rect& thing) const;
  [[nodiscard]] std::optional<VehicleWithoutPlate> judged(const Track& track) const;

  VehiclePassesOptions options_;
  std::vector<Track> tracks_;
  cv::Size picture_;
  std::optional<CaptureTime> last_frame_;
};

}  // namespace nightjar
