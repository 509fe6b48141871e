//! Sessions end while people write: what they wrote is not lost, and whoever goes out is out.

use songli_tests::browser::Browser;

use crate::portal_of_the_county::{Office, application, mine};

/// Signs out as in another window, so that the sessions end.
async fn signed_out(browser: &Browser) {
    let mut elsewhere = browser.clone();
    let home = elsewhere.open("/").await;
    let token = home.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
    elsewhere.post("/sign-out", &[("csrf".to_owned(), token)]).await;
}

#[tokio::test] // S02
async fn a_form_is_saved_after_signing_in_again_in_another_window() {
    let mut office = Office::open().await;
    let page = office.clerk.open("/cases/new").await;
    signed_out(&office.clerk).await;
    office.clerk.sign_in("qian.clerk", &mine("qian.clerk")).await;
    let (_, mut draft) = page.form(&application(&page, "王喆彧䶮"), "save");
    draft.push(("draft.form".to_owned(), "/cases/new".to_owned()));
    assert_eq!(office.clerk.post("/drafts", &draft).await.status, 204, "it is kept while it is written");
    let saved = office.clerk.submit(&page, &application(&page, "王喆彧䶮"), "save").await;
    assert!(saved.body.contains("陇政复〔2026〕1号"), "{}", saved.body);
    // A token of nobody's counts no more than before.
    let forged = office.clerk.submit(&page, &[("csrf", "forged")], "save").await;
    assert_eq!(forged.status, 403, "{}", forged.body);
}

#[tokio::test] // S02
async fn a_form_that_keeps_no_draft_comes_back_when_the_session_has_ended() {
    let office = Office::open().await;
    let mut admin = Browser::at(office.door.address);
    admin.sign_in("admin", &mine("admin")).await;
    let year = admin.open("/directory/holidays/new?year=2027").await;
    let account = admin.open("/accounts").await;
    signed_out(&admin).await;
    let rows = "2027-01-01 放假 元旦";
    let unsaved = admin.submit(&year, &[("notice", "国办发明电〔2026〕9号"), ("days", rows)], "check").await;
    assert!(unsaved.status == 401 && unsaved.body.contains(rows), "{}", unsaved.body);
    let account = admin.submit(&account, &[("name", "wu.fang"), ("person", "吴芳"), ("roles", "Clerk")], "save").await;
    assert!(account.body.contains("登录已经过期") && account.body.contains("吴芳"), "{}", account.body);
    admin.sign_in("admin", &mine("admin")).await;
    let saved = admin.submit(&account, &[], "save").await;
    assert!(saved.body.contains("class=\"password\""), "{}", saved.body);
    // Nobody's password is written into a page.
    let password = admin.open("/password").await;
    signed_out(&admin).await;
    let entrance = admin.submit(&password, &[("old", &mine("admin")), ("new", "x"), ("again", "x")], "save").await;
    assert!(entrance.path.starts_with("/sign-in") && !entrance.body.contains(&mine("admin")), "{}", entrance.body);
    let fields = [("account", "admin"), ("password", &mine("admin")), ("next", "/sign-in?next=/")];
    let entrance = admin.post("/sign-in", &fields.map(|(name, value)| (name.to_owned(), value.to_owned()))).await;
    assert!(!entrance.body.contains(&mine("admin")), "{}", entrance.body);
}

#[tokio::test]
async fn signing_out_leads_to_the_entrance_whatever_the_session_is() {
    let mut office = Office::open().await;
    let mut admin = Browser::at(office.door.address);
    admin.sign_in("admin", &mine("admin")).await;
    let home = admin.open("/accounts").await;
    let token = home.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
    let sign_out = [("csrf".to_owned(), token)];
    for _ in 0..2 {
        // The second time the session has ended.
        let page = admin.post("/sign-out", &sign_out).await;
        assert_eq!((page.status, page.path.as_str()), (200, "/sign-in"), "{}", page.body);
    }
    // With an initial password too.
    admin.sign_in("admin", &mine("admin")).await;
    let page = admin.open("/accounts").await;
    let made = admin.submit(&page, &[("name", "wu.fang"), ("person", "吴芳"), ("roles", "Clerk")], "save").await;
    let password = made.between("<code class=\"password\">", "</code>").expect("a first password");
    let first = office.clerk.sign_in("wu.fang", password).await;
    let token = first.between("name=\"csrf\" value=\"", "\"").expect("a token").to_owned();
    let out = office.clerk.post("/sign-out", &[("csrf".to_owned(), token)]).await;
    assert_eq!((out.status, out.path.as_str()), (200, "/sign-in"), "{}", out.body);
}
