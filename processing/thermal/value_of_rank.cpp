#include "processing/thermal/value_of_rank.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace nightjar {
namespace {

constexpr int kSteps = 256;  // the first and the last hold what is beyond
constexpr float kMiddleStep = 128;
constexpr float kStepsInSpread = 24;

}  // namespace

float value_of_rank(const std::vector<float>& values, std::size_t rank, float middle, float spread) {
  assert(rank < values.size());
  const float scale = spread > 0 ? kStepsInSpread / spread : 1;
  const float origin = kMiddleStep - middle * scale;
  std::vector<std::uint8_t> steps(values.size());
  std::array<std::uint32_t, kSteps> counts{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    steps[i] = static_cast<std::uint8_t>(
        std::clamp(values[i] * scale + origin, 0.0F, static_cast<float>(kSteps - 1)));
    ++counts.at(steps[i]);
  }
  std::size_t step = 0, below = 0;
  while (below + counts.at(step) <= rank) below += counts.at(step++);
  std::vector<float> there;
  there.reserve(counts.at(step));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (steps[i] == step) there.push_back(values[i]);
  const auto at = there.begin() + static_cast<std::ptrdiff_t>(rank - below);
  std::nth_element(there.begin(), at, there.end());
  return *at;
}

}  // namespace nightjar
