#include "processing/thermal/value_of_rank.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace nightjar {
namespace {

constexpr std::size_t kSteps = 64;  // the first and the last hold what is beyond
constexpr float kMiddleStep = 32;
constexpr float kStepsInSpread = 6;

/// By value: which step it falls on. A plain loop that compilers turn into vector instructions.
void find_steps(const float* values, std::size_t count, float scale, float origin, std::uint8_t* steps) {
  constexpr float kLast = kSteps - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const float step = values[i] * scale + origin;
    const float from_first = step > 0 ? step : 0;
    steps[i] = static_cast<std::uint8_t>(static_cast<int>(from_first < kLast ? from_first : kLast));
  }
}

}  // namespace

float value_of_rank(const std::vector<float>& values, std::size_t rank, float middle, float spread) {
  assert(rank < values.size());
  const float scale = spread > 0 ? kStepsInSpread / spread : 1;
  std::vector<std::uint8_t> steps(values.size());
  find_steps(values.data(), values.size(), scale, kMiddleStep - middle * scale, steps.data());
  std::array<std::uint32_t, kSteps> counts{};
  for (const std::uint8_t step : steps) ++counts[step];
  std::size_t step = 0, below = 0;
  while (below + counts[step] <= rank) below += counts[step++];
  std::vector<float> there;
  there.reserve(counts[step]);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (steps[i] == step) there.push_back(values[i]);
  const auto at = there.begin() + static_cast<std::ptrdiff_t>(rank - below);
  std::nth_element(there.begin(), at, there.end());
  return *at;
}

}  // namespace nightjar
