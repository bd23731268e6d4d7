#include "processing/thermal/lag_curve.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

constexpr double kCell_s = 6;                        // slower changes are left out: models err in them
constexpr double kLeastShare = 0.6;                  // of what was seen, at a lag
constexpr double kRival = 0.9;                       // of the best correlation: another lag would do as well
constexpr double kRivalFrom_s = 0.3;                 // of it; nearer ones are the same peak
constexpr double kLeastGain = 0.6, kMostGain = 1.6;  // predicted of what was seen; only the true lag gives 1

/// Sums over pairs of one channel: seen o, predicted p.
struct PairSums {
  double n = 0, o = 0, p = 0, oo = 0, pp = 0, op = 0;

  void add(double seen, double predicted) {
    n += 1, o += seen, p += predicted;
    oo += seen * seen, pp += predicted * predicted, op += seen * predicted;
  }
};

using RowSums = std::array<PairSums, 2 * kFlowTiles>;

/// What changes within some seconds, of all channels.
struct Changes {
  double n = 0, oo = 0, pp = 0, op = 0;

  void add(const RowSums& sums) {
    for (const PairSums& s : sums) {
      if (s.n < 3) continue;
      n += s.n;
      oo += s.oo - s.o * s.o / s.n;
      pp += s.pp - s.p * s.p / s.n;
      op += s.op - s.o * s.p / s.n;
    }
  }
  Changes& operator+=(const Changes& more) {
    n += more.n, oo += more.oo, pp += more.pp, op += more.op;
    return *this;
  }
  [[nodiscard]] Changes less(const Changes& part) const {
    return {n - part.n, oo - part.oo, pp - part.pp, op - part.op};
  }
  [[nodiscard]] double correlation() const { return oo > 1e-9 && pp > 1e-9 ? op / std::sqrt(oo * pp) : 0; }
  [[nodiscard]] double gain() const { return oo > 1e-9 ? op / oo : 0; }
};

template <typename Moved>
void add_pairs(RowSums& sums, const Moved& seen, const FlowRow& predicted) {
  for (std::size_t tile = 0; tile < kFlowTiles; ++tile) {
    if (!seen[tile]) continue;
    sums[2 * tile].add(seen[tile]->x(), predicted[2 * tile]);
    sums[2 * tile + 1].add(seen[tile]->y(), predicted[2 * tile + 1]);
  }
}

}  // namespace

LagCurve::LagCurve(const std::vector<SeenFlow>& seen, const SmoothFlowWay& way, double farthest_s,
                   double every_s)
    : step_s(every_s), farthest(static_cast<int>(std::lround(farthest_s / every_s))) {
  const double begins_s = seen.front().from_s, span_s = seen.back().to_s - begins_s;
  const auto cells = std::max(kBlocks, static_cast<std::size_t>(span_s / kCell_s));
  double whole = 0;
  for (const auto& each : seen)
    whole += 2 * static_cast<double>(std::count_if(each.moved.begin(), each.moved.end(),
                                                   [](const auto& m) { return m.has_value(); }));
  std::vector<RowSums> sums;
  for (int lag = -farthest; lag <= farthest; ++lag) {
    sums.assign(cells, {});
    for (const auto& each : seen) {
      const auto predicted = way.moved(each.from_s + lag * step_s, each.to_s + lag * step_s);
      if (!predicted) continue;
      const auto cell =
          static_cast<std::size_t>((each.from_s - begins_s) / span_s * static_cast<double>(cells));
      add_pairs(sums[std::min(cell, cells - 1)], each.moved, *predicted);
    }
    std::array<Changes, kBlocks> blocks{};
    Changes sum;
    for (std::size_t cell = 0; cell < cells; ++cell) blocks[cell * kBlocks / cells].add(sums[cell]);
    for (const Changes& block : blocks) sum += block;
    const bool enough = sum.n >= kLeastShare * whole;
    all.push_back(enough ? sum.correlation() : -1);
    gains.push_back(sum.gain());
    for (std::size_t block = 0; block < kBlocks; ++block)
      without[block].push_back(enough ? sum.less(blocks[block]).correlation() : -1);
  }
}

/// nullopt: at an end of what was tried.
std::optional<double> LagCurve::peak_s(const std::vector<double>& correlations) const {
  const auto most = std::max_element(correlations.begin(), correlations.end());
  const auto at = static_cast<std::size_t>(most - correlations.begin());
  if (at == 0 || at + 1 == correlations.size() || *most <= 0) return {};
  const double before = correlations[at - 1], after = correlations[at + 1];
  const double bend = before - 2 * *most + after;
  const double beyond = bend < 0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
  return (static_cast<double>(at) + beyond - farthest) * step_s;
}

bool LagCurve::stands_alone() const {
  const auto most = std::max_element(all.begin(), all.end());
  const auto at = static_cast<std::size_t>(most - all.begin());
  const double gain = gains[at];
  if (!(gain > kLeastGain && gain < kMostGain)) return false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double off_s = std::abs(static_cast<double>(i) - static_cast<double>(at)) * step_s;
    const bool end = i == 0 || i + 1 == all.size();
    const bool peak = end || (all[i] >= all[i - 1] && all[i] >= all[i + 1]);
    if (peak && off_s > kRivalFrom_s && all[i] > kRival * *most) return false;
  }
  return true;
}

}  // namespace nightjar
