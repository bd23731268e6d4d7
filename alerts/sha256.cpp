#include "alerts/sha256.hpp"

#include <sodium.h>

#include <fstream>
#include <stdexcept>
#include <vector>

namespace nightjar {
namespace {

template <std::size_t N>
std::string hex_of(const std::array<unsigned char, N>& bytes) {
  std::array<char, 2 * N + 1> text;
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return {text.data(), 2 * N};
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

Sha256 sha256_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<char> block(std::size_t{1} << 18U);
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<unsigned long long>(stream.gcount()));
  }
  if (!stream.eof()) throw std::runtime_error(file.string() + ": cannot be read");
  Sha256 digest;
  crypto_hash_sha256_final(&state, digest.data());
  return digest;
}

Sha256 sha256(const Sha256& first, const Sha256& second) {
  std::array<unsigned char, 64> both;
  std::copy(first.begin(), first.end(), both.begin());
  std::copy(second.begin(), second.end(), both.begin() + first.size());
  Sha256 digest;
  crypto_hash_sha256(digest.data(), both.data(), both.size());
  return digest;
}

std::string hex(const Sha256& digest) {
  return hex_of(digest);
}

std::optional<Sha256> sha256_from_hex(std::string_view text) {
  Sha256 digest;
  std::size_t length = 0;
  const char* end = nullptr;
  if (text.size() != 2 * digest.size()) return std::nullopt;
  if (sodium_hex2bin(digest.data(), digest.size(), text.data(), text.size(), nullptr, &length, &end) != 0 ||
      length != digest.size() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return digest;
}

std::string short_key(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) {
    joined += part;
    joined += '\0';
  }
  return hex(sha256(joined)).substr(0, 16);
}

std::string random_id() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium finds no source of random numbers");
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return hex_of(bytes);
}

}  // namespace nightjar
