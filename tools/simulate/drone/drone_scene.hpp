#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/ground_heat.hpp"
#include "tools/simulate/drone/thermal_sensor.hpp"
#include "tools/simulate/drone/warm_cast.hpp"

namespace nightjar {

struct DroneSceneOptions {
  std::uint64_t seed = 1;
  double seconds = 40;
  double fps = 15;
};

/// From when to when a body could be found: at least kLeastVisible of it in the picture and not behind twigs,
/// in at least kLeastFrames frames.
struct BodyView {
  double from_s;
  double to_s;
};
inline constexpr double kLeastVisible = 0.4;
inline constexpr int kLeastFrames = 8;

/// A drone's thermal flight over a farm at night. The same options give the same pictures in any order.
class DroneScene {
 public:
  explicit DroneScene(const DroneSceneOptions& options);

  struct Picture {
    cv::Mat kelvin_100;           ///< CV_16UC1, kThermalSize
    std::vector<double> visible;  ///< of each body, the part of it that shows, 0 to 1
  };
  [[nodiscard]] Picture render(int frame) const;

  [[nodiscard]] int frames() const;
  [[nodiscard]] double time_s(int frame) const { return frame / options_.fps; }
  [[nodiscard]] const DroneFlight& flight() const { return flight_; }
  [[nodiscard]] const std::vector<WarmBody>& bodies() const { return bodies_; }

  /// The frames in which the sensor recalibrates: they repeat the one before.
  [[nodiscard]] bool frozen(int frame) const;

 private:
  DroneSceneOptions options_;
  DroneFlight flight_;
  GroundHeat ground_;
  std::vector<Tree> trees_;
  std::vector<WarmBody> bodies_;
  ThermalSensor sensor_;
};

/// Collects when each body could be found, from the pictures as they are made in order.
class BodyWatch {
 public:
  explicit BodyWatch(const DroneScene& scene) : scene_(scene), sightings_(scene.bodies().size()) {}
  void note(int frame, const std::vector<double>& visible);
  [[nodiscard]] std::optional<BodyView> view_of(std::size_t body) const;

 private:
  struct Sightings {
    int frames = 0;
    int first = 0;
    int last = 0;
  };
  const DroneScene& scene_;
  std::vector<Sightings> sightings_;
};

}  // namespace nightjar
