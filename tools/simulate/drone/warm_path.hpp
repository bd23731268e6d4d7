#pragma once

#include <cstdint>
#include <functional>
#include <opencv2/core.hpp>
#include <vector>

#include "tools/simulate/drone/warm_body.hpp"

namespace nightjar {

/// Ways through a flight of `seconds`, all from the middle of the map; they begin where the caller moves
/// them.
using WarmPath = std::vector<PathLeg>;

[[nodiscard]] WarmPath stay(double heading_deg);
[[nodiscard]] WarmPath straight_on(double heading_deg, double speed_mps);
/// Feeds, takes a few steps, feeds on.
[[nodiscard]] WarmPath graze(cv::RNG& random, double seconds);
/// Feeds, and from `bolts_s` on runs away, about `away_deg`, turning now and then.
[[nodiscard]] WarmPath graze_and_bolt(cv::RNG& random, double seconds, double bolts_s, double away_deg);
/// Trots, turning gently, and stops now and then.
[[nodiscard]] WarmPath trot(cv::RNG& random, double seconds, double speed_mps);
/// Walks or runs on, bending its way a little.
[[nodiscard]] WarmPath wander_on(cv::RNG& random, double seconds, double speed_mps);
/// Here and there about somebody who goes a way of his own.
[[nodiscard]] WarmPath run_about(cv::RNG& random, double seconds, const WarmPath& master);

/// The same way, moved so that it is at `at_m` at `time_s`.
[[nodiscard]] WarmPath through(WarmPath path, cv::Point2d at_m, double time_s);

/// Legs of one step each along what `place` says.
[[nodiscard]] WarmPath along(double seconds, double step_s, const std::function<cv::Point2d(double)>& place);

}  // namespace nightjar
