#include "ingest/telemetry/klv_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "ingest/telemetry/ts_klv.hpp"

namespace nightjar {
namespace {

std::ifstream opened(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + ": cannot be read");
  return stream;
}

}  // namespace

KlvPassedOver each_klv_packet(const std::filesystem::path& file,
                              const std::function<void(const MisbPacket&)>& each) {
  std::ifstream stream = opened(file);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream),
                                        std::istreambuf_iterator<char>()};
  MisbReader reader(bytes);
  while (const auto packet = reader.next()) each(*packet);
  return {reader.skipped_bytes(), 0};
}

KlvPassedOver each_transport_packet(const std::filesystem::path& file,
                                    const std::function<void(const MisbPacket&)>& each) {
  std::ifstream stream = opened(file);
  TsKlvReader transport;
  KlvPassedOver passed;
  const auto take_units = [&] {
    while (const auto unit = transport.next()) {
      MisbReader reader(unit->bytes);
      while (const auto packet = reader.next()) each(*packet);
      passed.bytes += reader.skipped_bytes();
    }
  };
  std::vector<char> piece(1 << 20);
  while (stream) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    transport.take(
        {reinterpret_cast<const std::uint8_t*>(piece.data()), static_cast<std::size_t>(stream.gcount())});
    take_units();
  }
  transport.end();
  take_units();
  passed.bytes += transport.skipped_bytes();
  passed.units = transport.lost_units();
  return passed;
}

}  // namespace nightjar
