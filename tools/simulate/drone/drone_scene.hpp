#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "tools/simulate/drone/drone_flight.hpp"
#include "tools/simulate/drone/farm_heat.hpp"
#include "tools/simulate/drone/ground_heat.hpp"
#include "tools/simulate/drone/hills.hpp"
#include "tools/simulate/drone/scenery.hpp"
#include "tools/simulate/drone/thermal_sensor.hpp"
#include "tools/simulate/drone/warm_body.hpp"
#include "tools/simulate/drone/wet_air.hpp"

namespace nightjar {

/// A drone's thermal flight over a farm. The same options give the same pictures in any order.
class DroneScene {
 public:
  explicit DroneScene(const DroneSceneOptions& options);

  struct Picture {
    cv::Mat kelvin_100;           ///< CV_16UC1, kThermalSize
    cv::Mat owner;                ///< CV_16UC1: whose each pixel is, body + 1, or 0
    std::vector<double> visible;  ///< of each body, the part of it that shows, 0 to 1
  };
  [[nodiscard]] Picture render(int frame) const;

  [[nodiscard]] const DroneSceneOptions& options() const { return options_; }
  [[nodiscard]] int frames() const;
  [[nodiscard]] double time_s(int frame) const { return frame / options_.fps; }
  [[nodiscard]] const DroneFlight& flight() const { return flight_; }
  [[nodiscard]] const Hills& hills() const { return hills_; }
  [[nodiscard]] const std::vector<WarmBody>& bodies() const { return bodies_; }

  /// The frames in which the sensor recalibrates: they repeat the one before.
  [[nodiscard]] bool frozen(int frame) const;

 private:
  /// After 55 % of a short flight, every 33 s of a long one.
  [[nodiscard]] double recalibration_every_s() const;

  DroneSceneOptions options_;
  FarmHeat heat_;
  Hills hills_;
  DroneFlight flight_;
  Scenery scenery_;
  GroundHeat ground_;
  std::vector<WarmStain> stains_;
  std::vector<WarmBody> bodies_;
  WetAir air_;
  ThermalSensor sensor_;
};

}  // namespace nightjar
