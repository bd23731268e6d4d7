#pragma once

#include <string>

#include "tools/bench/chain_bench.hpp"

namespace nightjar {

/// What was measured, on what, and under which rules.
struct BenchSheet {
  std::string kind;  ///< "anpr", "thermal" or "stills"
  std::string file;
  int core = 0;
  std::string processor;
  ChainCost cost;
};

/// For people: a heading and a table.
[[nodiscard]] std::string bench_text(const BenchSheet& sheet);

/// One JSON object.
[[nodiscard]] std::string bench_json(const BenchSheet& sheet);

}  // namespace nightjar
