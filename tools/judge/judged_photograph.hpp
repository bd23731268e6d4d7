#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <random>
#include <string>
#include <vector>

#include "processing/anpr/plate_read.hpp"
#include "tools/judge/judged_light.hpp"
#include "tools/judge/judged_sensor.hpp"
#include "tools/judge/judged_view.hpp"
#include "tools/judge/outlined_plate.hpp"

namespace nightjar {

/// What a judged photograph is to show.
enum class JudgedSubject {
  plate,      ///< a vehicle with its plate
  lettering,  ///< a vehicle with boards and words, and no plate
};

/// A drawn photograph of a vehicle, from the drawing that nothing is trained on.
struct JudgedPhotograph {
  cv::Mat luma;                        ///< CV_8UC1
  cv::Mat colour;                      ///< CV_8UC3, or empty under an infra-red lamp
  std::array<cv::Point2f, 4> corners;  ///< of the plate, from its top left
  std::string mark;                    ///< bare; empty for lettering
  OutlinedPlate plate;
  JudgedLight light;
  JudgedView view;
  double character_px = 0;  ///< height of a character in the picture
};

/// A vehicle in its light before its camera: what stays the same from frame to frame of a pass.
struct JudgedVehicle {
  JudgedSubject subject = JudgedSubject::plate;
  OutlinedPlate plate;
  JudgedLight light;
  JudgedSensor sensor;
  JudgedView view;
  double motion_share = 0;  ///< of a character's height that it moves while the shutter is open
  double motion_deg = 0;
  double defocus_share = 0;
  std::uint64_t front_seed = 0;
};

/// Equal for an equal state of `rng`. Characters are 9 to 40 px high.
[[nodiscard]] JudgedVehicle judged_vehicle(std::mt19937_64& rng,
                                           JudgedSubject subject = JudgedSubject::plate);

/// Just the plate and a little around it; `rng` draws the noise.
[[nodiscard]] JudgedPhotograph close_photograph(const JudgedVehicle& vehicle, std::mt19937_64& rng);

/// The vehicle in a picture of a size, the plate anywhere in it.
[[nodiscard]] JudgedPhotograph wide_photograph(const JudgedVehicle& vehicle, cv::Size picture,
                                               std::mt19937_64& rng);

/// The corners as a detector might put them.
[[nodiscard]] PlateBox roughly_found(const JudgedPhotograph& photograph, std::mt19937_64& rng);

/// A box that cuts off between 0.6 and 1.4 characters at one end of a one-line plate.
[[nodiscard]] PlateBox cut_off(const JudgedPhotograph& photograph, std::mt19937_64& rng);

}  // namespace nightjar
