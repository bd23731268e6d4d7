#pragma once

#include <memory>

#include "processing/thermal/spot_patch.hpp"

namespace nightjar {

/// What a spot looks like, as logarithms of likelihood ratios against a thing that is no body (nats), with
/// all four alike beforehand.
struct BodyLook {
  double person = 0, animal = 0, vehicle = 0;

  /// Body of any class against thing.
  [[nodiscard]] double body() const;
};

struct BodyReading {
  BodyLook look;
  cv::Point2d
      middle_m;  ///< of the body where it stands, were it one: right of the spot and below it in the picture
};

/// Tells bodies from warm things by what a picture shows of and around a spot: people, animals and vehicles
/// from windows, chimneys, heaps, hedges and warm ground. It says how things look; how often they are met,
/// and what a track has shown besides, is not its business. One network learnt from heat as measured, another
/// from what automatic gain makes of it; each is loaded when it is first asked. One thread: it owns them.
class BodyReader {
 public:
  BodyReader();
  ~BodyReader();
  BodyReader(BodyReader&&) noexcept;
  BodyReader& operator=(BodyReader&&) noexcept;

  [[nodiscard]] BodyReading read(const SpotPatch& patch);

 private:
  struct Network;
  std::unique_ptr<Network> measured_, gained_;
};

}  // namespace nightjar
