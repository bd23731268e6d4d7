#include "alerts/sha256.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <fstream>
#include <memory>
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

/// OpenSSL's, which knows the processor's own instructions for it: five times as fast here as libsodium's.
/// One a thread, kept: finding the algorithm and making room take longer than an event's text.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), state_(EVP_MD_CTX_new()) {
    check(algorithm_ != nullptr && state_ != nullptr);
  }

  void begin() { check(EVP_DigestInit_ex2(state_.get(), algorithm_.get(), nullptr) == 1); }
  void take(const void* bytes, std::size_t size) { check(EVP_DigestUpdate(state_.get(), bytes, size) == 1); }
  [[nodiscard]] Sha256 end() {
    Sha256 digest;
    check(EVP_DigestFinal_ex(state_.get(), digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* state) const { EVP_MD_CTX_free(state); }
  };
  static void check(bool done) {
    if (!done) throw std::runtime_error("SHA-256 is not to be had from OpenSSL");
  }

  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> state_;
};

Hasher& begun_hasher() {
  static thread_local Hasher hasher;
  hasher.begin();
  return hasher;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Hasher& hasher = begun_hasher();
  hasher.take(bytes.data(), bytes.size());
  return hasher.end();
}

Sha256 sha256_of_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  Hasher& hasher = begun_hasher();
  std::vector<char> block(std::size_t{1} << 18U);
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0)
    hasher.take(block.data(), static_cast<std::size_t>(stream.gcount()));
  if (!stream.eof()) throw std::runtime_error(file.string() + ": cannot be read");
  return hasher.end();
}

Sha256 sha256(const Sha256& first, const Sha256& second) {
  Hasher& hasher = begun_hasher();
  hasher.take(first.data(), first.size());
  hasher.take(second.data(), second.size());
  return hasher.end();
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
