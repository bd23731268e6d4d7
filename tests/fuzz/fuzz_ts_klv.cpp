#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "ingest/telemetry/ts_klv.hpp"

namespace {

std::vector<nightjar::TsKlvUnit> units_in(const std::uint8_t* bytes, std::size_t size, std::size_t piece) {
  nightjar::TsKlvReader reader;
  std::vector<nightjar::TsKlvUnit> units;
  const auto drain = [&] {
    while (auto unit = reader.next()) units.push_back(std::move(*unit));
  };
  for (std::size_t at = 0; at < size; at += piece) {
    reader.take({bytes + at, piece < size - at ? piece : size - at});
    drain();
  }
  reader.end();
  drain();
  return units;
}

}  // namespace

/// Any bytes give the same units in whatever pieces they come, and no more than there is room for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const auto whole = units_in(bytes, size, size);
  const auto pieces = units_in(bytes, size, 1 + bytes[size - 1]);
  if (whole.size() != pieces.size()) std::abort();
  std::size_t total = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i].bytes != pieces[i].bytes || whole[i].pts_90khz != pieces[i].pts_90khz) std::abort();
    total += whole[i].bytes.size();
  }
  if (total > size) std::abort();
  return 0;
}
