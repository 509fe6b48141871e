//! The address that browsers open.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};

use anyhow::{Context as _, anyhow};
use portal::Door;

/// Where the portal can listen, with a port chosen where none is set; if it cannot, what to do about it.
pub(crate) fn free(listen: SocketAddr) -> anyhow::Result<SocketAddr> {
    let error = match TcpListener::bind(listen).and_then(|listener| listener.local_addr()) {
        Ok(address) => return Ok(address),
        Err(error) => error,
    };
    let port = listen.port();
    Err(match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "网页的端口 {port} 已被别的程序占用（ss -ltnp 可查是谁）。请停止那个程序，或换一个端口再启动：SONGLI_LISTEN={}",
            SocketAddr::new(listen.ip(), port.checked_add(1).unwrap_or(0))
        ),
        ErrorKind::AddrNotAvailable => {
            anyhow!("本机没有地址 {}，网页无法在此打开。请改正设置 SONGLI_LISTEN，如 127.0.0.1:{port}", listen.ip())
        }
        ErrorKind::PermissionDenied => {
            anyhow!("无权使用端口 {port}。请把设置 SONGLI_LISTEN 改成 1024 以上的端口，如 {}:8080", listen.ip())
        }
        _ => return Err(error).context(format!("网页无法在 {listen} 打开，请检查设置 SONGLI_LISTEN")),
    })
}

/// What to open in a browser on this machine.
pub(crate) fn address(door: &Door) -> String {
    let mut address = door.address;
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    format!("http://{address}/")
}

/// The first account, for the person who has just installed this.
pub(crate) fn first_account(door: &Door) -> Option<String> {
    let password = door.first_password.as_ref()?;
    Some(format!("第一次启动：管理员账号 admin，一次性口令 {password}（登录后须更换；只显示这一次，请记下）"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_with_the_setting_that_helps() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let said = free(taken.local_addr().unwrap()).unwrap_err().to_string();
        assert!(said.contains("已被别的程序占用") && said.contains("SONGLI_LISTEN=127.0.0.1:"), "{said}");
        let elsewhere = free("192.0.2.1:8080".parse().unwrap()).unwrap_err().to_string();
        assert!(elsewhere.contains("本机没有地址 192.0.2.1"), "{elsewhere}");
        assert_ne!(free("127.0.0.1:0".parse().unwrap()).unwrap().port(), 0);
    }

    #[test]
    fn who_listens_everywhere_is_opened_here() {
        let door = Door { address: "0.0.0.0:80".parse().unwrap(), first_password: None };
        assert_eq!((address(&door).as_str(), first_account(&door)), ("http://127.0.0.1:80/", None));
    }
}
